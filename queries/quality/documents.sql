-- Every document with what became of the figures it prints, newest first.
-- params:  none
-- columns: source_id | file_sha256 | figures | observations | gaps (observations) | facts | goal_states
--          | project_details | source_details | exclusions | years | indicator_ids
with by_home as (
    select source_id, count(*) as figures,
           count(case when home = 'observation' then 1 end) as observations,
           count(case when home = 'observation' and value is null then 1 end) as gaps,
           count(case when home = 'fact' then 1 end) as facts,
           count(case when home = 'goal_status' then 1 end) as goal_states,
           count(case when home = 'project' then 1 end) as project_details,
           count(case when home = 'source_detail' then 1 end) as source_details,
           count(case when home = 'excluded' then 1 end) as exclusions
    from printed_figures
    group by source_id
),
covered as (
    select source_id,
           string_agg(distinct cast(year as varchar), ' ' order by cast(year as varchar)) as years,
           string_agg(distinct indicator_id, ' ' order by indicator_id) as indicator_ids
    from observations
    group by source_id
)
select sources.source_id, sources.file_sha256, coalesce(figures, 0) as figures,
       coalesce(observations, 0) as observations, coalesce(gaps, 0) as gaps, coalesce(facts, 0) as facts,
       coalesce(goal_states, 0) as goal_states, coalesce(project_details, 0) as project_details,
       coalesce(source_details, 0) as source_details, coalesce(exclusions, 0) as exclusions,
       coalesce(years, '') as years, coalesce(indicator_ids, '') as indicator_ids
from sources
left join by_home on by_home.source_id = sources.source_id
left join covered on covered.source_id = sources.source_id
order by sources.published_on desc, sources.source_id
