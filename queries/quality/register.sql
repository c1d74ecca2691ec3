-- The register of contradictions: one row for each figure that takes part in an entry, entries without figures once.
-- params:  none
-- columns: conflict_id | kind | city_id | year | finding | title_pl | title_en | reason_pl | reason_en | row_id
--          | is_chosen | source_id | area_id | indicator_id | member | figure_year | literal | place | section | line
--          | label_pl | label_en
select conflicts.conflict_id, conflicts.kind, areas.city_id, conflicts.year, conflicts.finding, conflicts.title_pl,
       conflicts.title_en, conflicts.reason_pl, conflicts.reason_en, figures.row_id,
       coalesce(figures.row_id = conflicts.chosen, false) as is_chosen, printed.source_id, printed.area_id,
       printed.indicator_id, printed.member, printed.year as figure_year, printed.literal, printed.place,
       printed.section, printed.line, printed.label_pl, printed.label_en
from conflicts
left join areas on areas.area_id = conflicts.area_id
left join conflict_figures as figures on figures.conflict_id = conflicts.conflict_id
left join printed_figures as printed on printed.row_id = figures.row_id
order by areas.city_id, conflicts.kind, conflicts.conflict_id, is_chosen desc, printed.source_id, printed.line,
         figures.row_id
