-- Values that a city's documents name but do not give for a year, with who supplies them.
-- params:  area_id, year
-- columns: indicator_id | member | status | literal | point_id | source_id
select indicator_id, member, status, literal, point_id, source_id
from points
where area_id = $area_id and year = $year and status in ('no_data', 'in_progress')
order by indicator_id, member
