-- The register of contradictions for one city and year.
-- params:  area_id, year
-- columns: conflict_id | kind | indicator_id | title_pl | title_en | reason_pl | reason_en
select conflicts.conflict_id, conflicts.kind, conflicts.indicator_id, conflicts.title_pl, conflicts.title_en,
       conflicts.reason_pl, conflicts.reason_en
from conflicts
join areas on areas.area_id = conflicts.area_id
where coalesce(areas.parent_id, areas.area_id) = $area_id and conflicts.year = $year
order by case when conflicts.indicator_id is null then 1 else 0 end,
         case conflicts.kind when 'value' then 0 when 'total' then 1 when 'ratio' then 2 else 3 end,
         conflicts.conflict_id
