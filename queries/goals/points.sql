-- Every value of the indicators of one goal in the city of its programme and the parts of that city.
-- params:  goal_id
-- columns: indicator_id | area_id | member | year | value (unit of the indicator) | status | status_family | literal
--          | source_id | segment | parts_sum (unit of the indicator) | parts_missing (parts)
--          | parts_gap_pct (per cent) | row_id | year_basis | input_rows | is_derived | point_id
select points.indicator_id, points.area_id, points.member, points.year, points.value, points.status,
       points.status_family, points.literal, points.source_id, points.segment, points.parts_sum,
       points.parts_missing, points.parts_gap_pct, points.row_id, points.year_basis, points.input_rows,
       points.is_derived, points.point_id
from points
join indicators on indicators.indicator_id = points.indicator_id
join areas on areas.area_id = points.area_id
join goals on goals.goal_id = indicators.goal_id
join programmes on programmes.programme_id = goals.programme_id and programmes.area_id = areas.city_id
left join members on members.dimension = indicators.dimension and members.member = points.member
where indicators.goal_id = $goal_id
order by indicators.code nulls last, points.indicator_id, points.area_id, members.sort nulls first, points.member,
         points.year, points.status_family
