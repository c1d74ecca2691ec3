-- Turnout in the participatory budget by year, regular votes and pilots, for one city.
-- params:  area_id
-- columns: indicator_id | area_id | member | year | value (percent) | status | status_family | literal | source_id
--          | segment | parts_sum (unit of the indicator) | parts_missing (parts)
--          | parts_gap_pct (per cent) | year_basis | is_derived | point_id | row_id
select indicator_id, area_id, member, year, value, status, status_family, literal, source_id, segment, parts_sum,
       parts_missing, parts_gap_pct, year_basis, is_derived,
       point_id, row_id
from points
where area_id = $area_id and indicator_id = 'budget_turnout' and member = ''
order by year, status_family
