-- Volunteers on each path and in total, by year, for one city.
-- params:  area_id
-- columns: indicator_id | area_id | member | year | value (people) | status | status_family | literal | source_id | segment
--          | parts_sum (people) | parts_missing (parts) | parts_gap_pct (per cent) | row_id | year_basis | is_derived | point_id
select indicator_id, area_id, member, year, value, status, status_family, literal, source_id, segment,
       parts_sum, parts_missing, parts_gap_pct, row_id, year_basis, is_derived, point_id
from points
where area_id = $area_id and indicator_id = 'volunteers'
order by member, year
