-- Every value of the chosen indicators, in every area and part, with the area's population of the year
-- where one is loaded (the indicator `population`).
-- params:  indicator_ids
-- columns: indicator_id | area_id | city_id | member | year | value (unit of the indicator) | status | status_family
--          | literal | source_id | segment | parts_sum (unit of the indicator) | parts_missing (parts)
--          | parts_gap_pct (per cent) | row_id | year_basis | input_rows | is_derived | point_id
--          | population (people) | population_row
select points.indicator_id, points.area_id, areas.city_id, points.member,
       points.year, points.value, points.status, points.status_family, points.literal, points.source_id,
       points.segment, points.parts_sum, points.parts_missing, points.parts_gap_pct, points.row_id,
       points.year_basis, points.input_rows, points.is_derived, points.point_id,
       people.value as population, people.row_id as population_row
from points
join areas on areas.area_id = points.area_id
left join members as parts on parts.member = points.member
 and parts.dimension = (select dimension from indicators where indicators.indicator_id = points.indicator_id)
left join points as people
  on people.indicator_id = 'population' and people.area_id = points.area_id and people.year = points.year
 and people.member = '' and people.status_family = 'measured'
where list_contains($indicator_ids, points.indicator_id)
order by list_position($indicator_ids, points.indicator_id), points.area_id,
         parts.sort nulls last, points.member, points.year, points.status_family
