-- The register of contradictions for the indicators of one topic in one city.
-- params:  topic, area_id
-- columns: conflict_id | kind | indicator_id | year | title_pl | title_en | reason_pl | reason_en
select conflicts.conflict_id, conflicts.kind, conflicts.indicator_id, conflicts.year, conflicts.title_pl,
       conflicts.title_en, conflicts.reason_pl, conflicts.reason_en
from conflicts
join indicators on indicators.indicator_id = conflicts.indicator_id
where indicators.topic = $topic and conflicts.area_id = $area_id
order by conflicts.indicator_id, conflicts.year nulls last, conflicts.conflict_id
