-- Where else the documents print the same thing: repetitions and differing figures.
-- params:  row_id
-- columns: row_id | source_id | role | literal | place | section | line | note_pl | note_en
select row_id, source_id, role, literal, place, section, line, note_pl, note_en
from printed_figures
where restates = $row_id
   or row_id = (select restates from printed_figures where row_id = $row_id)
order by role, source_id, line
