-- How a derived value was computed: its two inputs, their years and the printed figures behind them.
-- params:  point_id
-- columns: numerator_id | denominator_id | numerator_value | denominator_value | numerator_year | denominator_year
--          | numerator_rows | denominator_rows | area_id | year
select derived.numerator_id, derived.denominator_id, derived.numerator_value, derived.denominator_value,
       derived.numerator_year, derived.denominator_year, derived.numerator_rows, derived.denominator_rows,
       derived.area_id, derived.year
from derived
join points
  on points.is_derived and points.area_id = derived.area_id and points.indicator_id = derived.indicator_id
 and points.year = derived.year and points.status_family = derived.status_family
where points.point_id = $point_id
