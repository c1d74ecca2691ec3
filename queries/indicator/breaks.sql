-- Breaks in the series of one indicator.
-- params:  indicator_id
-- columns: area_id | year | text_pl | text_en
select area_id, year, text_pl, text_en
from breaks
where indicator_id = $indicator_id
order by area_id, year
