-- The agreed values of the indicators of one goal: the figure of the target beside that of its baseline.
-- params:  goal_id
-- columns: indicator_id | area_id | member | milestone | baseline_row_id | target_row_id
select targets.indicator_id, targets.area_id, targets.member, targets.milestone, targets.baseline_row_id,
       targets.target_row_id
from targets
join indicators on indicators.indicator_id = targets.indicator_id
where indicators.goal_id = $goal_id
order by targets.indicator_id, targets.area_id, targets.member, targets.target_year
