-- Links between goals of one programme, and pairs of goals that are linked a second time the other way round.
-- params:  none
-- columns: finding | row_ids | rule
with programme_of as (
    select distinct goal_id, programme_id from goals
)
select 'goal_link:' || links.goal_id || ':' || links.other_goal_id as finding,
       links.goal_id || ' ' || links.other_goal_id as row_ids,
       'both goals belong to ' || one.programme_id as rule
from goal_links as links
join programme_of as one on one.goal_id = links.goal_id
join programme_of as other on other.goal_id = links.other_goal_id
where one.programme_id = other.programme_id
union all
select 'goal_link:' || links.goal_id || ':' || links.other_goal_id,
       links.goal_id || ' ' || links.other_goal_id,
       'the pair is also linked the other way round'
from goal_links as links
join goal_links as again on again.goal_id = links.other_goal_id and again.other_goal_id = links.goal_id
where links.goal_id > links.other_goal_id
order by finding, rule
