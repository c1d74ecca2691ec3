-- The programmes of one city, the earliest first.
-- params:  area_id
-- columns: programme_id | source_id | title_pl | title_en | period_start | period_end | note_pl | note_en
select programme_id, source_id, title_pl, title_en, period_start, period_end, note_pl, note_en
from programmes
where area_id = $area_id
order by coalesce(period_start, period_end) nulls last, programme_id
