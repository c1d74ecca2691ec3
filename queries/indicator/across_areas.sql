-- Every total of one indicator, in every area.
-- params:  indicator_id
-- columns: indicator_id | area_id | year | value (unit of the indicator) | status | status_family | literal | source_id
--          | segment | parts_sum (unit of the indicator) | parts_missing (parts)
--          | parts_gap_pct (per cent) | row_id | input_rows | is_derived | point_id | year_basis
select indicator_id, area_id, year, value, status, status_family, literal, source_id, segment, parts_sum, parts_missing,
       parts_gap_pct, row_id, input_rows,
       is_derived, point_id, year_basis
from points
where indicator_id = $indicator_id and member = ''
order by area_id, year, status_family
