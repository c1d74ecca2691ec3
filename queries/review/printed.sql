-- How the baselines and targets that documents agree were printed, all at once: a page shows many of them.
-- params:  none
-- columns: row_id | literal
select distinct printed_figures.row_id, printed_figures.literal
from printed_figures
join (
    select baseline_row_id as row_id from targets
    union all
    select target_row_id from targets
) as agreed on agreed.row_id = printed_figures.row_id
order by printed_figures.row_id
