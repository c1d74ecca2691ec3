-- Every ratio that is computed because no document prints it, with its inputs.
-- params:  none
-- columns: area_id | indicator_id | year | status_family | value (unit of the indicator) | status | numerator_id
--          | denominator_id | numerator_value | denominator_value | numerator_year | denominator_year
--          | numerator_rows | denominator_rows | year_basis
select area_id, indicator_id, year, status_family, value, status, numerator_id, denominator_id, numerator_value,
       denominator_value, numerator_year, denominator_year, numerator_rows, denominator_rows, year_basis
from derived
order by indicator_id, area_id, year, status_family
