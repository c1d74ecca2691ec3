-- The targets of one programme: those its document prints, and those proposed for its city in the catalogue.
-- The baseline of a proposal is what was measured in its baseline year.
-- params:  programme_id
-- columns: basis | area_id | indicator_id | member | goal_id | value_type | polarity | materiality (per cent or points)
--          | method | baseline_year | baseline_value (unit of the indicator) | baseline_segment
--          | baseline_row_id | target_year | target_value (unit of the indicator) | target_row_id | source_id
--          | proposal_id | proposed_by | proposed_on | note_pl | note_en
with programme as (
    select programme_id, area_id as city_id, source_id from programmes where programme_id = $programme_id
),
agreed as (
    select 'printed' as basis, targets.area_id, targets.indicator_id, targets.member, targets.baseline_year,
           targets.baseline_value, targets.baseline_row_id, targets.target_year, targets.target_value,
           targets.target_row_id, printed_figures.source_id,
           case when targets.milestone then 'milestone'
                when indicators.progress_method in ('linear', 'compound') then indicators.progress_method
                else 'linear' end as method,
           cast(null as varchar) as proposal_id, cast(null as varchar) as proposed_by,
           cast(null as date) as proposed_on, printed_figures.note_pl, printed_figures.note_en
    from targets
    join printed_figures on printed_figures.row_id = targets.target_row_id
    join indicators on indicators.indicator_id = targets.indicator_id
),
proposed as (
    select 'proposed' as basis, proposals.area_id, proposals.indicator_id, coalesce(proposals.member, '') as member,
           proposals.baseline_year, points.value as baseline_value, points.row_id as baseline_row_id,
           proposals.target_year, proposals.target_value, cast(null as varchar) as target_row_id, points.source_id,
           proposals.method, proposals.proposal_id, proposals.proposed_by, proposals.proposed_on,
           proposals.note_pl, proposals.note_en
    from proposed_targets as proposals
    left join points
      on points.area_id = proposals.area_id and points.indicator_id = proposals.indicator_id
     and points.member = coalesce(proposals.member, '') and points.year = proposals.baseline_year
     and points.status_family = 'measured'
),
every_target as (
    select basis, area_id, indicator_id, member, baseline_year, baseline_value, baseline_row_id, target_year,
           target_value, target_row_id, source_id, method, proposal_id, proposed_by, proposed_on, note_pl, note_en
    from agreed
    union all
    select basis, area_id, indicator_id, member, baseline_year, baseline_value, baseline_row_id, target_year,
           target_value, target_row_id, source_id, method, proposal_id, proposed_by, proposed_on, note_pl, note_en
    from proposed
)
select every_target.basis, every_target.area_id, every_target.indicator_id, every_target.member,
       indicators.goal_id, indicators.value_type, indicators.polarity, indicators.materiality, every_target.method,
       every_target.baseline_year, every_target.baseline_value,
       (select count(*) from breaks
        where breaks.area_id = every_target.area_id and breaks.indicator_id = every_target.indicator_id
          and breaks.year <= every_target.baseline_year) as baseline_segment,
       every_target.baseline_row_id, every_target.target_year, every_target.target_value, every_target.target_row_id,
       every_target.source_id, every_target.proposal_id, every_target.proposed_by, every_target.proposed_on,
       every_target.note_pl, every_target.note_en
from every_target
join areas on areas.area_id = every_target.area_id
join programme on programme.city_id = areas.city_id
join indicators on indicators.indicator_id = every_target.indicator_id
left join goals on goals.goal_id = indicators.goal_id
left join programmes as home on home.programme_id = goals.programme_id
-- An indicator that belongs to another programme of the same city is reviewed there, unless this document prints
-- its target; one that belongs to no programme of the city, where its target is printed.
where home.programme_id = programme.programme_id
   or every_target.basis = 'printed' and every_target.source_id = programme.source_id
   or home.area_id is distinct from programme.city_id and not exists (
       select 1 from programmes as other
       where every_target.basis = 'printed' and other.source_id = every_target.source_id
         and other.area_id = programme.city_id
   )
order by every_target.basis, home.programme_id is distinct from programme.programme_id, goals.sort nulls last,
         goals.goal_id, every_target.indicator_id, every_target.area_id, every_target.member, every_target.target_year
