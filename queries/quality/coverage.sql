-- Every value and every named gap of a city and its parts, in the order of the catalogue.
-- params:  area_id
-- columns: indicator_id | area_id | member | year | value (unit of the indicator) | status | status_family | literal
--          | row_id | year_basis | is_derived | input_rows | source_id | parts_gap_pct (per cent) | note_pl | note_en
--          | point_id
select points.indicator_id, points.area_id, points.member, points.year, points.value, points.status,
       points.status_family, points.literal, points.row_id, points.year_basis, points.is_derived, points.input_rows,
       points.source_id, points.parts_gap_pct, points.note_pl, points.note_en, points.point_id
from points
join areas on areas.area_id = points.area_id and areas.city_id = $area_id
join indicators on indicators.indicator_id = points.indicator_id
left join members on members.dimension = indicators.dimension and members.member = points.member
order by indicators.code nulls last, points.indicator_id, areas.depth, points.area_id, members.sort nulls first,
         points.member, points.year, points.status_family
