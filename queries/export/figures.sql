-- Printed figures by their row ids: what stands in the document, and where.
-- params:  row_ids
-- columns: row_id | source_id | literal | place | section | line
select row_id, source_id, literal, place, section, line
from printed_figures
where list_contains($row_ids, row_id)
order by row_id
