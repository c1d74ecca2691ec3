-- The values of cities that may be compared: every total of the indicators of a comparison, with the inputs of those
-- that are derived. Nothing is here of comparisons that must not be made.
-- params:  none
-- columns: comparable_group | indicator_id | area_id | year | value (unit of the indicator) | status | status_family
--          | literal | source_id | segment | parts_sum (unit of the indicator) | parts_missing (parts)
--          | parts_gap_pct (per cent) | row_id | input_rows | is_derived | point_id | year_basis
--          | numerator_value (unit of the numerator) | denominator_value (unit of the denominator)
--          | before_break (a later break in the series parts it from the newer values)
with last_breaks as (
    select indicator_id, area_id, max(year) as year from breaks group by indicator_id, area_id
)
select comparisons.comparable_group, points.indicator_id, points.area_id, points.year, points.value, points.status,
       points.status_family, points.literal, points.source_id, points.segment, points.parts_sum,
       points.parts_missing, points.parts_gap_pct, points.row_id, points.input_rows, points.is_derived,
       points.point_id, points.year_basis, derived.numerator_value, derived.denominator_value,
       points.year < coalesce(last_breaks.year, points.year) as before_break
from comparisons
join indicators on indicators.comparable_group = comparisons.comparable_group
join points on points.indicator_id = indicators.indicator_id and points.member = ''
join areas on areas.area_id = points.area_id and areas.kind = 'city'
left join derived
  on points.is_derived and derived.indicator_id = points.indicator_id and derived.area_id = points.area_id
 and derived.year = points.year and derived.status_family = points.status_family
left join last_breaks on last_breaks.indicator_id = points.indicator_id and last_breaks.area_id = points.area_id
where comparisons.verdict in ('same', 'with_caveat')
order by comparisons.comparable_group, points.indicator_id, areas.name collate pl, points.area_id, points.year, points.status_family
