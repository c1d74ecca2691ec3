-- What the documents say of the projects of one city beyond the figures of the narrative, in their order.
-- params:  area_id
-- columns: project_id | row_id | label_pl | label_en | value (unit of the detail) | unit | year | year_basis | status
--          | literal | note_pl | note_en | source_id
select project_details.project_id, project_details.row_id, project_details.label_pl, project_details.label_en,
       project_details.value, project_details.unit, project_details.year, printed_figures.year_basis,
       project_details.status, project_details.literal, project_details.note_pl, project_details.note_en,
       project_details.source_id
from project_details
join printed_figures on printed_figures.row_id = project_details.row_id
join projects on projects.project_id = project_details.project_id
join sources on sources.source_id = projects.source_id
left join goals on goals.goal_id = projects.goal_id
left join programmes on programmes.programme_id = goals.programme_id
where coalesce(programmes.area_id, sources.area_id) = $area_id
order by project_details.project_id, project_details.source_id, project_details.line, project_details.row_id
