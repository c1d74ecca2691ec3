-- Row ids, members and homes that point at nothing.
-- params:  none
-- columns: finding | row_ids | rule
with pointers as (
    select 'restates' as field, row_id as from_row, restates as to_row from printed_figures where restates is not null
    union all
    select 'conflict ' || conflict_id, conflict_id, row_id from conflict_figures
    union all
    select 'chosen of conflict ' || conflict_id, conflict_id, chosen from conflicts where chosen is not null
    union all
    select 'comparison ' || comparable_group, comparable_group, unnest(string_split(figures, ' '))
    from comparison_figures where figures is not null
),
dangling as (
    select pointers.field, pointers.from_row, pointers.to_row
    from pointers
    left join printed_figures on printed_figures.row_id = pointers.to_row
    where printed_figures.row_id is null
),
unknown_members as (
    select observations.row_id, observations.member
    from observations
    join indicators on indicators.indicator_id = observations.indicator_id
    left join members on members.dimension = indicators.dimension and members.member = observations.member
    where observations.member <> '' and members.member is null
)
select 'reference:' || field as finding, from_row as row_ids, 'no figure ' || to_row as rule from dangling
union all
select 'reference:member', row_id, 'no member ' || member || ' in the breakdown of its indicator'
from unknown_members
order by finding, row_ids
