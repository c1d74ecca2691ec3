-- Every goal of every programme, in the order of its document.
-- params:  none
-- columns: goal_id | programme_id | parent_id | code | title_pl | title_en | kind | status | status_literal
--          | status_row_id | responsible | responsible_en | funding | funding_en | remarks | remarks_en | area_id
select goals.goal_id, goals.programme_id, goals.parent_id, goals.code, goals.title_pl, goals.title_en, goals.kind,
       goals.status, goals.status_literal, goals.status_row_id, goals.responsible, goals.responsible_en,
       goals.funding, goals.funding_en, goals.remarks, goals.remarks_en, programmes.area_id
from goals
join programmes on programmes.programme_id = goals.programme_id
order by goals.programme_id, goals.sort, goals.goal_id
