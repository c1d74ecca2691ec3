-- Findings of the checks that the register of contradictions explains, with the entry that does.
-- params:  none
-- columns: finding | conflict_id | title_pl | title_en
select finding, conflict_id, title_pl, title_en
from conflicts
where finding is not null
order by finding
