-- The goals of one programme in the order of its document, each with what stands directly under it: indicators
-- with a value in its city or a part of the city, figures of the narrative, projects.
-- A figure without a goal of its own belongs to the goal of its project.
-- params:  programme_id
-- columns: goal_id | parent_id | code | title_pl | title_en | status | status_literal | status_row_id
--          | responsible | responsible_en | funding | funding_en | remarks | remarks_en
--          | indicators (indicators) | facts (figures) | projects (projects)
with measures as (
    select indicators.goal_id, count(distinct indicators.indicator_id) as n
    from indicators
    join points on points.indicator_id = indicators.indicator_id
    join areas on areas.area_id = points.area_id
    join programmes on programmes.area_id = areas.city_id and programmes.programme_id = $programme_id
    group by indicators.goal_id
),
figures as (
    select coalesce(facts.goal_id, projects.goal_id) as goal_id, count(*) as n
    from facts
    left join projects on projects.project_id = facts.project_id
    group by all
),
undertakings as (
    select goal_id, count(*) as n from projects group by goal_id
)
select goals.goal_id, goals.parent_id, goals.code, goals.title_pl, goals.title_en,
       goals.status, goals.status_literal, goals.status_row_id,
       goals.responsible, goals.responsible_en, goals.funding, goals.funding_en, goals.remarks, goals.remarks_en,
       coalesce(measures.n, 0) as indicators, coalesce(figures.n, 0) as facts, coalesce(undertakings.n, 0) as projects
from goals
left join measures on measures.goal_id = goals.goal_id
left join figures on figures.goal_id = goals.goal_id
left join undertakings on undertakings.goal_id = goals.goal_id
where goals.programme_id = $programme_id
order by goals.sort, goals.goal_id
