-- Everything that can be jumped to, with the words it is found by, in the order in which equal matches are shown:
-- indicators, goals, projects, facts (with those that only repeat a figure), details of projects,
-- printed values of indicators, documents.
-- params:  none
-- columns: kind | entry_id | code | name_pl | name_en | full_pl (the official name beside a short one) | full_en
--          | text_pl | text_en | area_ids (space between) | goal_id | years (space between)
--          | literal | value (unit of the fact)
with published as (
    select indicator_id, string_agg(distinct area_id, ' ' order by area_id) as area_ids,
           string_agg(distinct cast(year as varchar), ' ' order by cast(year as varchar))
               filter (where value is not null) as years
    from points
    group by indicator_id
),
details as (
    select project_id, string_agg(label_pl, ' ' order by row_id) as labels_pl,
           string_agg(label_en, ' ' order by row_id) as labels_en
    from project_details
    group by project_id
),
entries as (
    select 1 as rank, 'indicator' as kind, indicators.indicator_id as entry_id, indicators.code,
           short_pl as name_pl, short_en as name_en, indicators.name_pl as full_pl, indicators.name_en as full_en,
           definition_pl as text_pl, definition_en as text_en, published.area_ids, indicators.goal_id,
           published.years, cast(null as varchar) as literal, cast(null as double) as value,
           coalesce(indicators.code, '~') as first_order, 0 as second_order
    from indicators
    left join published on published.indicator_id = indicators.indicator_id
    union all
    select 2, 'goal', goals.goal_id, goals.code, goals.title_pl, goals.title_en, null, null,
           concat_ws(' ', remarks, responsible, funding), concat_ws(' ', remarks_en, responsible_en, funding_en),
           programmes.area_id, goals.goal_id, null, null, null, goals.programme_id, goals.sort
    from goals
    left join programmes on programmes.programme_id = goals.programme_id
    union all
    select 3, 'project', projects.project_id, null, name_pl, name_en, null, null,
           concat_ws(' ', description_pl, labels_pl), concat_ws(' ', description_en, labels_en),
           area_id, goal_id, null, null, null, area_id, 0
    from projects
    left join details on details.project_id = projects.project_id
    union all
    select 4, 'fact', fact_id, null, label_pl, label_en, null, null, note_pl, note_en, area_id, goal_id,
           cast(year as varchar), literal, value, source_id, line
    from facts
    union all
    select 5, 'detail', row_id, null, label_pl, label_en, null, null, note_pl, note_en, area_id, null,
           cast(year as varchar), literal, value, source_id, line
    from project_details
    union all
    select 6, 'figure', row_id, null, concat_ws(', ', short_pl, members.name_pl),
           concat_ws(', ', short_en, members.name_en), null, null, observations.note_pl, observations.note_en,
           observations.area_id, indicators.goal_id, cast(observations.year as varchar), observations.literal,
           observations.value, observations.source_id, observations.line
    from observations
    join indicators on indicators.indicator_id = observations.indicator_id
    left join members on members.dimension = indicators.dimension and members.member = observations.member
    where observations.value is not null
    union all
    select 7, 'source', source_id, null, title, title_en, null, null, concat_ws(' ', publisher, note_pl),
           concat_ws(' ', publisher_en, note_en), area_id, null, cast(year(published_on) as varchar), null, null,
           null, datediff('day', published_on, date '2100-01-01')
    from sources
)
select kind, entry_id, code, name_pl, name_en, full_pl, full_en, text_pl, text_en, area_ids, goal_id, years, literal,
       value
from entries
order by rank, first_order, second_order, entry_id
