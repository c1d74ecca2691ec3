-- All years of the headline indicators of one city and its parts, in the order of the catalogue.
-- params:  area_id
-- columns: indicator_id | area_id | year | value (unit of the indicator) | status | status_family | literal | source_id
--          | segment | parts_sum (unit of the indicator) | parts_missing (parts)
--          | parts_gap_pct (per cent) | row_id | year_basis | input_rows | is_derived | point_id | headline
select points.indicator_id, points.area_id, points.year, points.value, points.status, points.status_family,
       points.literal, points.source_id, points.segment, points.parts_sum, points.parts_missing,
       points.parts_gap_pct, points.row_id, points.year_basis, points.input_rows, points.is_derived, points.point_id, indicators.headline
from points
join indicators on indicators.indicator_id = points.indicator_id
join areas on areas.area_id = points.area_id
where areas.city_id = $area_id and points.member = '' and indicators.headline is not null
  and points.status <> 'target'
  -- A figure for a part of the city stands in only where the city as a whole prints none.
  and (points.area_id = $area_id or not exists (
      select 1 from points as whole
      where whole.area_id = $area_id and whole.indicator_id = points.indicator_id and whole.value is not null
  ))
order by indicators.headline, points.year, points.status_family
