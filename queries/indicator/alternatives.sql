-- Other figures that a document prints for a value of one indicator's series.
-- params:  indicator_id, area_id
-- columns: indicator_id | year | value (unit of the indicator) | status | literal | source_id | place | section | line
--          | row_id
select indicator_id, year, value, status, literal, source_id, place, section, line, row_id
from observations
where indicator_id = $indicator_id and area_id = $area_id and role = 'alternative'
order by year, row_id
