-- The reviews that a programme has planned for itself: on the data of which year, held when, of which kind.
-- params:  programme_id
-- columns: data_year | held_year | kind | note_pl | note_en
select data_year, held_year, kind, note_pl, note_en
from reviews
where programme_id = $programme_id
order by data_year
