-- The figures of the narrative of one city in the order of its documents, each with its goal (its own, or that of
-- its project; none for figures of the whole document). The city is that of the goal, or else of the document.
-- params:  area_id
-- columns: fact_id | goal_id | project_id | project_pl | project_en | area_id | label_pl | label_en
--          | value (unit of the fact) | unit | year | year_basis | status | literal | role | place | section | line | source_id | note_pl | note_en
select facts.fact_id, coalesce(facts.goal_id, projects.goal_id) as goal_id, facts.project_id,
       projects.name_pl as project_pl, projects.name_en as project_en, facts.area_id,
       facts.label_pl, facts.label_en, facts.value, facts.unit, facts.year, facts.year_basis, facts.status,
       facts.literal, facts.role, facts.place, facts.section, facts.line, facts.source_id,
       facts.note_pl, facts.note_en
from facts
join sources on sources.source_id = facts.source_id
left join projects on projects.project_id = facts.project_id
left join goals on goals.goal_id = coalesce(facts.goal_id, projects.goal_id)
left join programmes on programmes.programme_id = goals.programme_id
where coalesce(programmes.area_id, sources.area_id) = $area_id
order by facts.source_id, facts.line, facts.fact_id
