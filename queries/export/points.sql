-- Points by their ids, with everything that a file says about them.
-- params:  point_ids
-- columns: point_id | indicator_id | area_id | member | year | value (unit of the indicator) | status | status_family
--          | literal | source_id | row_id | year_basis | note_pl | note_en | is_derived | input_rows | segment
--          | parts_gap_pct (per cent)
select point_id, indicator_id, area_id, member, year, value, status, status_family, literal, source_id, row_id,
       year_basis, note_pl, note_en, is_derived, input_rows, segment, parts_gap_pct
from points
where list_contains($point_ids, point_id)
order by point_id
