-- The register of contradictions for the series of one city and its parts: an entry stands once for each series that
-- it names (names_it), or of which it holds a figure. First what forbids to read a value at its face, then differing figures.
-- params:  area_id
-- columns: conflict_id | kind | indicator_id | area_id | names_it | year | title_pl | title_en | reason_pl | reason_en
with touched as (
    select conflict_id, indicator_id, area_id from conflicts where indicator_id is not null
    union
    select conflict_figures.conflict_id, observations.indicator_id, observations.area_id
    from conflict_figures
    join observations on observations.row_id = conflict_figures.row_id
)
select conflicts.conflict_id, conflicts.kind, touched.indicator_id, touched.area_id,
       conflicts.indicator_id is not distinct from touched.indicator_id as names_it, conflicts.year,
       conflicts.title_pl, conflicts.title_en, conflicts.reason_pl, conflicts.reason_en
from touched
join conflicts on conflicts.conflict_id = touched.conflict_id
join areas on areas.area_id = touched.area_id
where areas.city_id = $area_id
order by case when conflicts.kind in ('total', 'ratio') then 0
              when conflicts.kind = 'scope' and conflicts.chosen is not null and conflicts.year is not null then 0
              when conflicts.kind = 'value' then 1
              when conflicts.kind = 'misprint' then 2 else 3 end,
         conflicts.year nulls last, conflicts.conflict_id, touched.indicator_id, touched.area_id
