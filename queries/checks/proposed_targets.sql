-- Proposed targets that nothing can be held against: not after their baseline year, no measured value in that year,
-- the same value as measured then, a part that the breakdown does not have, or agreed in a document already.
-- params:  none
-- columns: finding | row_ids | rule
with proposals as (
    select proposal_id, area_id, indicator_id, coalesce(member, '') as member, baseline_year, target_year, target_value
    from proposed_targets
),
measured as (
    select area_id, indicator_id, member, year, value from points where status_family = 'measured' and value is not null
),
findings as (
    select proposal_id, 'the target year ' || target_year || ' is not after the baseline year ' || baseline_year as rule
    from proposals
    where target_year <= baseline_year
    union all
    select proposal_id, 'no measured value of ' || indicator_id || ' in ' || area_id || ' for ' || baseline_year
    from proposals
    where not exists (
        select 1 from measured
        where measured.area_id = proposals.area_id and measured.indicator_id = proposals.indicator_id
          and measured.member = proposals.member and measured.year = proposals.baseline_year
    )
    union all
    select proposals.proposal_id, 'the target is the value measured in ' || proposals.baseline_year
    from proposals
    join measured
      on measured.area_id = proposals.area_id and measured.indicator_id = proposals.indicator_id
     and measured.member = proposals.member and measured.year = proposals.baseline_year
     and measured.value = proposals.target_value
    union all
    select proposals.proposal_id, 'no part ' || proposals.member || ' of ' || proposals.indicator_id
    from proposals
    join indicators on indicators.indicator_id = proposals.indicator_id
    where proposals.member <> '' and not exists (
        select 1 from members
        where members.dimension = indicators.dimension and members.member = proposals.member
    )
    union all
    select proposals.proposal_id, 'a document has agreed a target for the same thing'
    from proposals
    join targets
      on targets.area_id = proposals.area_id and targets.indicator_id = proposals.indicator_id
     and targets.member = proposals.member
)
select 'proposed_target:' || proposal_id as finding, proposal_id as row_ids, rule
from findings
order by finding, rule
