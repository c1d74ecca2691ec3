-- Breaks in the series of one city and its parts.
-- params:  area_id
-- columns: indicator_id | area_id | year | text_pl | text_en
select breaks.indicator_id, breaks.area_id, breaks.year, breaks.text_pl, breaks.text_en
from breaks
join areas on areas.area_id = breaks.area_id
where areas.city_id = $area_id
order by breaks.indicator_id, breaks.area_id, breaks.year
