-- The register of contradictions for one city and year: those that touch a headline figure first, then figures
-- that disagree, then labels, units and scopes.
-- params:  area_id, year
-- columns: conflict_id | kind | indicator_id | title_pl | title_en | reason_pl | reason_en
select conflicts.conflict_id, conflicts.kind, conflicts.indicator_id, conflicts.title_pl, conflicts.title_en,
       conflicts.reason_pl, conflicts.reason_en
from conflicts
join areas on areas.area_id = conflicts.area_id
left join indicators on indicators.indicator_id = conflicts.indicator_id
where areas.city_id = $area_id and conflicts.year = $year
order by case conflicts.kind when 'value' then 0 when 'total' then 0 when 'ratio' then 0 when 'misprint' then 0 else 1 end,
         indicators.headline nulls last, case when conflicts.indicator_id is null then 1 else 0 end,
         conflicts.conflict_id
