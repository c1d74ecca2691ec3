-- Entries of the register that a printed figure takes part in.
-- params:  row_id
-- columns: conflict_id | kind | title_pl | title_en | reason_pl | reason_en
select conflicts.conflict_id, conflicts.kind, conflicts.title_pl, conflicts.title_en, conflicts.reason_pl,
       conflicts.reason_en
from conflicts
join conflict_figures on conflict_figures.conflict_id = conflicts.conflict_id
where conflict_figures.row_id = $row_id
order by conflicts.conflict_id
