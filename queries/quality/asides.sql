-- What documents print about themselves, and what they print that is no figure, with the reason.
-- params:  none
-- columns: source_id | home | row_id | literal | place | section | line | note_pl | note_en
select source_id, 'source_detail' as home, row_id, literal, place, section, line, note_pl, note_en
from source_details
union all
select source_id, 'excluded', row_id, literal, place, section, line, reason_pl, reason_en
from exclusions
order by source_id, home, line, row_id
