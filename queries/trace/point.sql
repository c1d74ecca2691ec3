-- One point with everything known of where it comes from.
-- params:  point_id
-- columns: point_id | area_id | indicator_id | member | year | value (unit of the indicator) | status | status_family
--          | literal | source_id | row_id | year_basis | note_pl | note_en | revision_count | is_derived | segment | parts_sum (unit of the indicator)
--          | parts_missing (parts) | parts_gap_pct (per cent)
select point_id, area_id, indicator_id, member, year, value, status, status_family, literal, source_id, row_id,
       year_basis, note_pl, note_en, revision_count, is_derived, segment, parts_sum, parts_missing, parts_gap_pct
from points
where point_id = $point_id
