-- The goals of other programmes that deal with the same matter as one goal, and what the two share.
-- params:  goal_id
-- columns: goal_id | text_pl | text_en
with both_ways as (
    select goal_id as here, other_goal_id as there, text_pl, text_en from goal_links
    union all
    select other_goal_id, goal_id, text_pl, text_en from goal_links
)
select both_ways.there as goal_id, both_ways.text_pl, both_ways.text_en
from both_ways
join goals on goals.goal_id = both_ways.there
where both_ways.here = $goal_id
order by goals.programme_id, goals.sort, goals.goal_id
