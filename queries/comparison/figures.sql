-- The printed figures that each city brings to each comparison, in the order of the catalogue.
-- params:  none
-- columns: comparable_group | area_id | row_id | source_id | literal | place | section | line
with listed as (
    select comparable_group, area_id, unnest(string_split(figures, ' ')) as row_id,
           generate_subscripts(string_split(figures, ' '), 1) as position
    from comparison_figures
    where figures is not null
)
select listed.comparable_group, listed.area_id, listed.row_id, printed_figures.source_id, printed_figures.literal,
       printed_figures.place, printed_figures.section, printed_figures.line
from listed
join printed_figures on printed_figures.row_id = listed.row_id
order by listed.comparable_group, listed.area_id, listed.position
