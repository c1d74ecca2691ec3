-- Every proposed target as it stands in the catalogue, all columns in their order, to be written out again.
-- params:  none
-- columns: proposal_id | area_id | indicator_id | member | baseline_year | target_year
--          | target_value (unit of the indicator) | method | proposed_by | proposed_on | note_pl | note_en
select proposal_id, area_id, indicator_id, member, baseline_year, target_year, target_value, method, proposed_by,
       proposed_on, note_pl, note_en
from proposed_targets
order by proposal_id
