-- The projects of one city, with the document that describes each.
-- params:  area_id
-- columns: project_id | goal_id | source_id | name_pl | name_en | description_pl | description_en
select projects.project_id, projects.goal_id, projects.source_id, projects.name_pl, projects.name_en,
       projects.description_pl, projects.description_en
from projects
join sources on sources.source_id = projects.source_id
left join goals on goals.goal_id = projects.goal_id
left join programmes on programmes.programme_id = goals.programme_id
where coalesce(programmes.area_id, sources.area_id) = $area_id
order by projects.goal_id, projects.source_id, projects.project_id
