-- Every printed ratio, with what its printed inputs give: one row for each figure of an input, one without inputs.
-- `digits` are the decimals the ratio is held to, as in queries/checks/ratios_against_inputs.sql.
-- params:  none
-- columns: indicator_id | area_id | member | year | value (unit of the indicator) | status | literal | source_id
--          | point_id | numerator_id | denominator_id | numerator_value (unit of the numerator)
--          | denominator_value (unit of the denominator) | recomputed (unit of the indicator) | agrees | side | row_id
--          | input_literal | conflict_id | title_pl | title_en
with printed as (
    select points.indicator_id, points.area_id, points.member, points.year, points.status_family, points.value,
           points.status, points.literal, points.source_id, points.point_id, indicators.code,
           indicators.numerator_id, indicators.denominator_id, indicators.decimals as digits,
           case when indicators.unit = 'percent' then 100.0 else 1.0 end as scale
    from points
    join indicators on indicators.indicator_id = points.indicator_id
    where indicators.numerator_id is not null and not points.is_derived and points.member = ''
      and points.value is not null
),
recomputed as (
    select printed.indicator_id, printed.area_id, printed.year, printed.status_family,
           above.value as numerator_value, below.value as denominator_value, above.row_ids as above_rows,
           below.row_ids as below_rows, printed.scale * above.value / below.value as result,
           abs(printed.value - printed.scale * above.value / below.value)
             <= 0.5 / pow(10, printed.digits) + 0.000001 as agrees
    from printed
    join ratio_inputs as above
      on above.indicator_id = printed.numerator_id and above.area_id = printed.area_id and above.year = printed.year
     and above.status_family = printed.status_family
    join ratio_inputs as below
      on below.indicator_id = printed.denominator_id and below.area_id = printed.area_id and below.year = printed.year
     and below.status_family = printed.status_family and below.value <> 0
),
inputs as (
    select indicator_id, area_id, year, status_family, 'numerator' as side,
           unnest(string_split(above_rows, ' ')) as row_id
    from recomputed
    union all
    select indicator_id, area_id, year, status_family, 'denominator', unnest(string_split(below_rows, ' '))
    from recomputed
)
select printed.indicator_id, printed.area_id, printed.member, printed.year, printed.value, printed.status,
       printed.literal, printed.source_id, printed.point_id, printed.numerator_id, printed.denominator_id, recomputed.numerator_value, recomputed.denominator_value,
       recomputed.result as recomputed, recomputed.agrees, inputs.side, inputs.row_id,
       figures.literal as input_literal, conflicts.conflict_id, conflicts.title_pl, conflicts.title_en
from printed
left join recomputed
  on recomputed.indicator_id = printed.indicator_id and recomputed.area_id = printed.area_id
 and recomputed.year = printed.year and recomputed.status_family = printed.status_family
left join inputs
  on inputs.indicator_id = printed.indicator_id and inputs.area_id = printed.area_id and inputs.year = printed.year
 and inputs.status_family = printed.status_family
left join printed_figures as figures on figures.row_id = inputs.row_id
left join conflicts
  on conflicts.finding = 'ratio:' || printed.area_id || ':' || printed.indicator_id || ':' || printed.year
order by printed.area_id, printed.code nulls last, printed.indicator_id, printed.year, printed.status_family,
         inputs.side desc, inputs.row_id
