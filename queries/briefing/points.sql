-- Every total of one city and its parts, series by series: the city before its parts, the larger part before those in it.
-- params:  area_id
-- columns: indicator_id | area_id | member | depth (steps below the city) | year | value (unit of the indicator)
--          | status | status_family | literal | source_id | segment | parts_sum (unit of the indicator)
--          | parts_missing (parts) | parts_gap_pct (per cent) | row_id | year_basis | input_rows | is_derived | point_id
select points.indicator_id, points.area_id, points.member, areas.depth, points.year, points.value, points.status,
       points.status_family, points.literal, points.source_id, points.segment, points.parts_sum, points.parts_missing,
       points.parts_gap_pct, points.row_id, points.year_basis, points.input_rows, points.is_derived, points.point_id
from points
join areas on areas.area_id = points.area_id
where areas.city_id = $area_id and points.member = ''
order by points.indicator_id, areas.depth, points.area_id, points.year, points.status_family
