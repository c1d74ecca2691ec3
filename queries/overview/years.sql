-- Years in which a city has measured values, with how many.
-- params:  area_id
-- columns: year | measured (indicators)
select year, count(distinct indicator_id) as measured
from points
where area_id = $area_id and status_family = 'measured' and value is not null and member = ''
group by year
order by year
