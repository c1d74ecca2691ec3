-- Every value that a review may rest on: all points of the city of one programme and of its parts, series by series.
-- An indicator that belongs to another programme of the same city is reviewed there, unless this document prints a
-- target for it.
-- params:  programme_id
-- columns: indicator_id | area_id | member | goal_id | value_type | polarity | materiality (per cent or points)
--          | year | value (unit of the indicator) | status | status_family | literal | source_id | segment
--          | parts_sum (unit of the indicator) | parts_missing (parts) | parts_gap_pct (per cent) | row_id
--          | year_basis | input_rows | is_derived | point_id
select points.indicator_id, points.area_id, points.member, indicators.goal_id, indicators.value_type,
       indicators.polarity, indicators.materiality, points.year, points.value, points.status, points.status_family,
       points.literal, points.source_id, points.segment, points.parts_sum, points.parts_missing,
       points.parts_gap_pct, points.row_id, points.year_basis, points.input_rows, points.is_derived, points.point_id
from points
join indicators on indicators.indicator_id = points.indicator_id
join areas on areas.area_id = points.area_id
join programmes on programmes.area_id = areas.city_id
left join goals on goals.goal_id = indicators.goal_id
left join programmes as home on home.programme_id = goals.programme_id
where programmes.programme_id = $programme_id
  and (home.programme_id = programmes.programme_id
       or home.area_id is distinct from programmes.area_id
       or exists (
           select 1 from targets
           join printed_figures on printed_figures.row_id = targets.target_row_id
           where targets.indicator_id = points.indicator_id and printed_figures.source_id = programmes.source_id
       ))
order by home.programme_id is distinct from programmes.programme_id, goals.sort nulls last, goals.goal_id,
         points.indicator_id, points.area_id, points.member, points.year, points.status_family
