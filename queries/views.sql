-- The views that every query reads. Parquet files arrive as tables of the schema `stored`
-- (one per catalogue file; `observations` and `narrative` hold one file per document);
-- here they get the names and columns that queries may rely on.

create view sources as
select source_id, title, title_en, publisher, publisher_en, area_id, published_on, published_basis, licence,
       file_sha256,
       note_pl as note, note_pl, note_en
from stored.sources;

-- `city_id` is the city an area lies in, `depth` how many steps up that is; of a city it is the city itself, 0.
create view areas as
with recursive placed as (
    select area_id, area_id as city_id, 0 as depth from stored.areas where parent_id is null
    union all
    select inside.area_id, placed.city_id, placed.depth + 1
    from stored.areas as inside
    join placed on placed.area_id = inside.parent_id
)
select areas.area_id, areas.kind, areas.parent_id, placed.city_id, placed.depth, areas.teryt, areas.name, areas.name_en
from stored.areas as areas
left join placed on placed.area_id = areas.area_id;

create view members as
select dimension, member, name_pl, name_en, sort from stored.members;

create view units as
select unit, pl_one, pl_few, pl_many, pl_other, en_one, en_other, short_pl, short_en from stored.units;

create view indicators as
select indicator_id, code, goal_id, topic, name_pl, name_en, short_pl, short_en, definition_pl, definition_en,
       reading_pl, reading_en, unit, value_type, decimals, polarity, dimension, additive,
       numerator_id, denominator_id, natural_min, natural_max,
       coalesce(materiality, case when value_type = 'share' then 1.0 else 5.0 end) as materiality,
       progress_method, comparable_group, owner, owner_en, frequency, headline
from stored.indicators;

create view programmes as
select programme_id, area_id, source_id, title_pl, title_en, period_start, period_end, note_pl, note_en
from stored.programmes;

create view reviews as
select programme_id, data_year, held_year, kind, note_pl, note_en from stored.reviews;

-- Targets that a team proposes; no document has agreed them, and they never mix with `targets`.
create view proposed_targets as
select proposal_id, area_id, indicator_id, member, baseline_year, target_year, target_value, method,
       proposed_by, proposed_on, note_pl, note_en
from stored.proposed_targets;

create view breaks as
select area_id, indicator_id, year, text_pl, text_en from stored.breaks;

create view comparisons as
select comparable_group, verdict, title_pl, title_en, reason_pl, reason_en from stored.comparisons;

create view comparison_figures as
select comparable_group, area_id, figures, text_pl, text_en from stored.comparison_figures;

create view projects as
select project_id, area_id, goal_id, source_id, name_pl, name_en, description_pl, description_en
from stored.projects;

-- One row for each published value of an indicator.
create view observations as
select area_id, indicator_id, member, year, period_start, period_end, value, status, literal, source_id,
       locator, note_pl, note_en, published_on, row_id, unit, year_basis, place, section, line, role, restates,
       case when status in ('pilot', 'plan') then status
            when status in ('baseline', 'target') then 'reference'
            else 'measured' end as status_family
from stored.observations;

-- Figures of the narrative that are no series.
create view facts as
select row_id as fact_id, area_id, goal_id, label_pl, label_en, value, unit, year, status, literal, source_id,
       locator, note_pl as note, note_pl, note_en, project_id, year_basis, period_start, period_end,
       place, section, line, role, restates, published_on
from stored.narrative
where home = 'fact';

create view project_details as
select row_id, project_id, area_id, label_pl, label_en, value, unit, year, status, literal, source_id, locator,
       note_pl, note_en, period_start, period_end, place, section, line, published_on
from stored.narrative
where home = 'project';

create view source_details as
select row_id, source_id, literal, locator, place, section, line, note_pl, note_en
from stored.narrative
where home = 'source_detail';

create view exclusions as
select row_id, source_id, literal, locator, place, section, line, note_pl as reason_pl, note_en as reason_en
from stored.narrative
where home = 'excluded';

create view goals as
select goals.goal_id, goals.programme_id, goals.parent_id, goals.code, goals.title_pl, goals.title_en,
       goals.kind, progress.status, goals.responsible, goals.responsible_en, goals.funding, goals.funding_en,
       goals.remarks, goals.remarks_en, progress.literal as status_literal, progress.row_id as status_row_id,
       goals.sort
from stored.goals as goals
left join stored.narrative as progress
  on progress.goal_id = goals.goal_id and progress.home = 'goal_status';

-- Goals of different programmes that deal with the same matter; each pair stands once, in either order.
create view goal_links as
select goal_id, other_goal_id, text_pl, text_en from stored.goal_links;

-- Every printed figure whatever it became, for looking one up by its row id.
create view printed_figures as
select row_id, source_id, 'observation' as home, area_id, indicator_id, member, cast(null as varchar) as goal_id,
       year, year_basis, value, unit, status, literal, place, section, line, locator, role, restates,
       cast(null as varchar) as label_pl, cast(null as varchar) as label_en, note_pl, note_en, published_on
from stored.observations
union all
select row_id, source_id, home, area_id, cast(null as varchar), '', goal_id,
       year, year_basis, value, unit, status, literal, place, section, line, locator, role, restates,
       label_pl, label_en, note_pl, note_en, published_on
from stored.narrative;

-- The value in force for each key: the latest publication wins, earlier ones are counted as revisions.
-- A baseline and a target of one year are two things, and neither replaces the other.
create view series as
with ranked as (
    select observations.area_id, indicator_id, member, year, period_start, period_end, value, status, literal,
           source_id, locator, note_pl, note_en, published_on, row_id, year_basis, status_family,
           row_number() over (
               partition by observations.area_id, indicator_id, member, year, status_family, status = 'baseline'
               order by published_on desc, row_id desc
           ) as recency,
           count(*) over (
               partition by observations.area_id, indicator_id, member, year, status_family, status = 'baseline'
           ) - 1 as revision_count
    from observations
    where role = 'primary'
)
select area_id, indicator_id, member, year, period_start, period_end, value, status, literal, source_id, locator,
       note_pl, note_en, published_on, row_id, year_basis, status_family, revision_count
from ranked
where recency = 1;

-- The agreed values: a printed target beside the latest baseline before it that the same document prints, or else
-- the place that it leaves blank, or else the latest baseline that another document prints.
create view targets as
with goal_values as (
    select area_id, indicator_id, member, source_id, year, value, row_id from series where status = 'target'
),
bases as (
    select goal_values.row_id as target_row_id, base.year, base.value, base.row_id,
           base.source_id = goal_values.source_id as is_own,
           row_number() over (
               partition by goal_values.row_id, base.source_id = goal_values.source_id order by base.year desc
           ) as recency
    from goal_values
    join series as base
      on base.area_id = goal_values.area_id and base.indicator_id = goal_values.indicator_id
     and base.member = goal_values.member and base.status = 'baseline' and base.year < goal_values.year
),
blanks as (
    select area_id, indicator_id, member, source_id, year, row_id,
           row_number() over (partition by area_id, indicator_id, member, source_id order by year desc) as recency
    from series
    where status = 'no_data'
)
select goal_value.area_id, goal_value.indicator_id, goal_value.member,
       coalesce(base.year, blank.year, other.year) as baseline_year,
       case when blank.row_id is null then coalesce(base.value, other.value) end as baseline_value,
       goal_value.year as target_year, goal_value.value as target_value,
       indicators.value_type = 'milestone' as milestone,
       coalesce(base.row_id, blank.row_id, other.row_id) as baseline_row_id, goal_value.row_id as target_row_id
from goal_values as goal_value
join indicators on indicators.indicator_id = goal_value.indicator_id
left join bases as base on base.target_row_id = goal_value.row_id and base.recency = 1 and base.is_own
left join bases as other on other.target_row_id = goal_value.row_id and other.recency = 1 and not other.is_own
left join blanks as blank
  on blank.area_id = goal_value.area_id and blank.indicator_id = goal_value.indicator_id
 and blank.member = goal_value.member and blank.source_id = goal_value.source_id
 and blank.recency = 1 and base.row_id is null;

-- What a ratio may be computed from: a printed total, or the sum of a breakdown whose total is not printed
-- and whose every part is.
create view ratio_inputs as
with breakdowns as (
    select dimension, count(*) as parts from members group by dimension
),
totals as (
    select area_id, indicator_id, year, status_family, value, status, year_basis, row_id as row_ids
    from series
    where member = '' and value is not null
),
sums_of_parts as (
    select series.area_id, series.indicator_id, series.year, series.status_family, sum(series.value) as value,
           case when count(case when series.status = 'approx' then 1 end) > 0 then 'approx'
                when count(case when series.status = 'provisional' then 1 end) > 0 then 'provisional'
                else 'actual' end as status,
           min(series.year_basis) as year_basis, string_agg(series.row_id, ' ' order by series.row_id) as row_ids
    from series
    join indicators on indicators.indicator_id = series.indicator_id and indicators.additive
    join breakdowns on breakdowns.dimension = indicators.dimension
    where series.member <> '' and series.status_family = 'measured'
    group by series.area_id, series.indicator_id, series.year, series.status_family, breakdowns.parts
    having count(series.value) = breakdowns.parts
)
select area_id, indicator_id, year, status_family, value, status, year_basis, row_ids from totals
union all
select parts.area_id, parts.indicator_id, parts.year, parts.status_family, parts.value, parts.status,
       parts.year_basis, parts.row_ids
from sums_of_parts as parts
where not exists (
    select 1 from totals
    where totals.area_id = parts.area_id and totals.indicator_id = parts.indicator_id and totals.year = parts.year
      and totals.status_family = parts.status_family
);

-- Ratios that no document prints although it prints both inputs. Nothing here is stored: it is computed when the
-- data are opened and kept in memory, because every page asks for it and it needs the whole series.
-- First from published counts; then ratios of ratios, which may rest on the first kind.
-- A planned numerator without a planned denominator is divided by the latest measured one, as if unchanged.
-- Years before a break of either input are left out: they would mix two definitions.
create table derived as
with inputs as (
    select area_id, indicator_id, year, status_family, value, status, year_basis, row_ids from ratio_inputs
),
ratios as (
    select indicator_id, numerator_id, denominator_id, case when unit = 'percent' then 100.0 else 1.0 end as scale
    from indicators
    where numerator_id is not null and denominator_id is not null
),
direct as (
    select above.area_id, ratios.indicator_id, above.year, above.status_family,
           ratios.scale * above.value / below.value as value,
           case when above.status_family = 'plan' then 'plan'
                when 'approx' in (above.status, below.status) then 'approx'
                when 'provisional' in (above.status, below.status) then 'provisional'
                else 'actual' end as status,
           above.value as numerator_value, below.value as denominator_value,
           above.year as numerator_year, below.year as denominator_year,
           above.row_ids as numerator_rows, below.row_ids as denominator_rows,
           case when 'inferred' in (above.year_basis, below.year_basis) then 'inferred' else 'printed' end as year_basis,
           row_number() over (
               partition by above.area_id, ratios.indicator_id, above.year, above.status_family
               order by below.year desc, case when below.status_family = above.status_family then 0 else 1 end
           ) as choice
    from ratios
    join inputs as above on above.indicator_id = ratios.numerator_id
    join inputs as below
      on below.indicator_id = ratios.denominator_id and below.area_id = above.area_id and below.value <> 0
     and (below.year = above.year and below.status_family = above.status_family
          or above.status_family = 'plan' and below.status_family = 'measured' and below.year <= above.year)
    where above.status_family in ('measured', 'plan')
),
unpublished as (
    select direct.area_id, direct.indicator_id, year, status_family, value, status, numerator_value,
           denominator_value, numerator_year, denominator_year, numerator_rows, denominator_rows, year_basis
    from direct
    where choice = 1 and not exists (
        select 1 from series
        where series.area_id = direct.area_id and series.indicator_id = direct.indicator_id
          and series.member = '' and series.year = direct.year and series.status_family = direct.status_family
          and series.value is not null
    )
),
known_ratios as (
    select area_id, indicator_id, year, value, status, year_basis, row_id as row_ids
    from series
    where member = '' and status_family = 'measured' and value is not null
    union all
    select area_id, indicator_id, year, value, status, year_basis, numerator_rows || ' ' || denominator_rows
    from unpublished
    where status_family = 'measured'
),
ratios_of_ratios as (
    select above.area_id, ratios.indicator_id, above.year, 'measured' as status_family,
           ratios.scale * above.value / below.value as value,
           case when 'approx' in (above.status, below.status) then 'approx'
                when 'provisional' in (above.status, below.status) then 'provisional'
                else 'actual' end as status,
           above.value as numerator_value, below.value as denominator_value,
           above.year as numerator_year, below.year as denominator_year,
           above.row_ids as numerator_rows, below.row_ids as denominator_rows,
           case when 'inferred' in (above.year_basis, below.year_basis) then 'inferred' else 'printed' end as year_basis
    from ratios
    join known_ratios as above on above.indicator_id = ratios.numerator_id
    join known_ratios as below
      on below.indicator_id = ratios.denominator_id and below.area_id = above.area_id and below.year = above.year
     and below.value <> 0
    where ratios.numerator_id in (select indicator_id from ratios)
      and not exists (
          select 1 from known_ratios as found
          where found.area_id = above.area_id and found.indicator_id = ratios.indicator_id and found.year = above.year
      )
),
both_kinds as (
    select area_id, indicator_id, year, status_family, value, status, numerator_value, denominator_value,
           numerator_year, denominator_year, numerator_rows, denominator_rows, year_basis
    from unpublished
    union all
    select area_id, indicator_id, year, status_family, value, status, numerator_value, denominator_value,
           numerator_year, denominator_year, numerator_rows, denominator_rows, year_basis
    from ratios_of_ratios
)
select both_kinds.area_id, both_kinds.indicator_id, both_kinds.year, both_kinds.status_family, both_kinds.value,
       both_kinds.status, ratios.numerator_id, ratios.denominator_id, both_kinds.numerator_value,
       both_kinds.denominator_value, both_kinds.numerator_year, both_kinds.denominator_year,
       both_kinds.numerator_rows, both_kinds.denominator_rows, both_kinds.year_basis
from both_kinds
join ratios on ratios.indicator_id = both_kinds.indicator_id
where not exists (
    select 1 from breaks
    where breaks.area_id = both_kinds.area_id and breaks.year > both_kinds.year
      and breaks.indicator_id in (ratios.numerator_id, ratios.denominator_id)
);

-- Totals beside the sum of their printed parts, for breakdowns that add up; kept in memory like the ratios.
create table totals_and_parts as
select parts.area_id, parts.indicator_id, parts.year, parts.status_family,
       total.value as published_total, sum(parts.value) as parts_sum,
       count(parts.value) as parts_printed, count(*) as parts_known,
       total.value - sum(parts.value) as difference
from series as parts
join indicators on indicators.indicator_id = parts.indicator_id and indicators.additive
left join series as total
  on total.area_id = parts.area_id and total.indicator_id = parts.indicator_id and total.year = parts.year
 and total.status_family = parts.status_family and total.member = ''
where parts.member <> ''
group by parts.area_id, parts.indicator_id, parts.year, parts.status_family, total.value
having count(parts.value) > 0;

-- Everything that can be drawn or shown in a table: the series, and the derived ratios marked as such.
-- `segment` counts the breaks before a point, so a line is drawn within one segment only.
-- Beside a printed total stand the sum of its printed parts, how many of the parts are not printed, and by how
-- much the two differ.
create view points as
with together as (
    select area_id, indicator_id, member, year, value, status, status_family, literal, source_id, row_id,
           year_basis, note_pl, note_en, revision_count, false as is_derived, cast(null as varchar) as input_rows
    from series
    union all
    select area_id, indicator_id, '', year, value, status, status_family, cast(null as varchar),
           cast(null as varchar), cast(null as varchar), year_basis, cast(null as varchar), cast(null as varchar),
           0, true, numerator_rows || ' ' || denominator_rows
    from derived
),
counted as (
    select area_id, indicator_id, member, year, value, status, status_family, literal, source_id, row_id,
           year_basis, note_pl, note_en, revision_count, is_derived, input_rows,
           count(*) over (partition by area_id, indicator_id, member, year, status_family) as candidates
    from together
),
gaps as (
    select area_id, indicator_id, year, status_family as family, parts_sum,
           parts_known - parts_printed as parts_missing,
           case when abs(difference) > 0.000001
                then 100.0 * abs(difference) / nullif(abs(published_total), 0) end as parts_gap_pct
    from totals_and_parts
    where published_total is not null
)
select counted.area_id, counted.indicator_id, member, counted.year, value, status, status_family, literal,
       source_id, row_id, year_basis, note_pl, note_en, revision_count, is_derived, input_rows,
       count(breaks.year) as segment,
       parts_sum, parts_missing, parts_gap_pct,
       counted.indicator_id || '~' || counted.area_id || '~' || counted.year
         || case when member = '' and status_family = 'measured' then '' else '~' || member end
         || case when status_family = 'measured' then ''
                 when status = 'baseline' then '~baseline'
                 else '~' || status_family end as point_id
from counted
left join gaps
  on gaps.area_id = counted.area_id and gaps.indicator_id = counted.indicator_id and gaps.year = counted.year
 and gaps.family = counted.status_family and counted.member = ''
left join breaks
  on breaks.area_id = counted.area_id and breaks.indicator_id = counted.indicator_id
 and breaks.year <= counted.year
-- A place that a document leaves blank gives way to what its own figures give for it.
where value is not null or candidates = 1
group by counted.area_id, counted.indicator_id, member, counted.year, value, status, status_family, literal,
         source_id, row_id, year_basis, note_pl, note_en, revision_count, is_derived, input_rows, parts_sum,
         parts_missing, parts_gap_pct;

-- The register of contradictions, and one row for each figure that takes part in one.
create view conflicts as
select conflict_id, kind, area_id, indicator_id, goal_id, year, figures, chosen, finding,
       title_pl, title_en, reason_pl, reason_en
from stored.conflicts;

create view conflict_figures as
with listed as (
    select conflict_id, unnest(string_split(figures, ' ')) as row_id from stored.conflicts
)
select listed.conflict_id, listed.row_id, listed.row_id = conflicts.chosen as is_chosen
from listed
join conflicts on conflicts.conflict_id = listed.conflict_id;
