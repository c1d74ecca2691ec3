-- Goals and areas that do not lie under any goal or area at the top: their parents lead in a circle.
-- params:  none
-- columns: finding | row_ids | rule
with recursive reached as (
    select goal_id from goals where parent_id is null
    union all
    select goals.goal_id
    from goals
    join reached on reached.goal_id = goals.parent_id
)
select 'parent:goal:' || goal_id as finding, goal_id as row_ids, 'no goal at the top above it' as rule
from goals
where goal_id not in (select goal_id from reached)
union all
select 'parent:area:' || area_id, area_id, 'no city above it'
from areas
where city_id is null
order by finding
