-- The register of contradictions for the indicators of one topic in one city: entries that name one of the
-- indicators, and entries about a figure of one of them.
-- params:  topic, area_id
-- columns: conflict_id | kind | indicator_id | year | title_pl | title_en | reason_pl | reason_en
with of_topic as (
    select conflicts.conflict_id
    from conflicts
    join indicators on indicators.indicator_id = conflicts.indicator_id
    where indicators.topic = $topic
    union
    select conflict_figures.conflict_id
    from conflict_figures
    join observations on observations.row_id = conflict_figures.row_id
    join indicators on indicators.indicator_id = observations.indicator_id
    where indicators.topic = $topic
)
select conflicts.conflict_id, conflicts.kind, conflicts.indicator_id, conflicts.year, conflicts.title_pl,
       conflicts.title_en, conflicts.reason_pl, conflicts.reason_en
from conflicts
join of_topic on of_topic.conflict_id = conflicts.conflict_id
join areas on areas.area_id = conflicts.area_id
where areas.city_id = $area_id
-- First what forbids to read a value of a series at its face, then differing figures, then the rest.
order by case when conflicts.kind in ('total', 'ratio') then 0
              when conflicts.kind = 'scope' and conflicts.chosen is not null and conflicts.year is not null then 0
              when conflicts.kind = 'value' then 1
              when conflicts.kind = 'misprint' then 2 else 3 end,
         conflicts.indicator_id nulls last, conflicts.year nulls last, conflicts.conflict_id
