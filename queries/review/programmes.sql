-- The programmes of all cities, with how many targets each document prints.
-- params:  none
-- columns: programme_id | area_id | source_id | title_pl | title_en | period_start | period_end
--          | targets_printed (targets)
with printed as (
    select printed_figures.source_id, count(*) as targets_printed
    from targets
    join printed_figures on printed_figures.row_id = targets.target_row_id
    group by printed_figures.source_id
)
select programmes.programme_id, programmes.area_id, programmes.source_id, programmes.title_pl, programmes.title_en,
       programmes.period_start, programmes.period_end, coalesce(printed.targets_printed, 0) as targets_printed
from programmes
left join printed on printed.source_id = programmes.source_id
order by programmes.area_id, programmes.period_start desc nulls last, programmes.programme_id
