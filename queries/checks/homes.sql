-- Printed figures whose home lacks what it needs: a label, a project, a goal, a reason, a status, a year.
-- params:  none
-- columns: finding | row_ids | rule
with needs as (
    select row_id, case
        when home in ('fact', 'project') and (label_pl is null or label_en is null) then 'needs a label in both languages'
        when home in ('fact', 'project') and status is null then 'needs a status'
        when row_id in (select row_id from project_details where project_id is null) then 'needs a project'
        when home = 'fact' and role is null then 'needs a role'
        when home = 'goal_status' and (goal_id is null or status is null) then 'needs a goal and its status'
        when home = 'excluded' and (note_pl is null or note_en is null) then 'needs a reason in both languages'
        when home = 'observation' and (indicator_id is null or year is null or status is null or role is null)
            then 'needs an indicator, a year, a status and a role'
        when role in ('restatement', 'alternative') and restates is null then 'must name the figure it repeats or differs from'
        when (note_pl is null) <> (note_en is null) then 'has a note in one language only'
        when home in ('observation', 'fact', 'project') and status in ('planned', 'not_carried_out', 'no_status')
            then 'has a status that belongs to goals'
    end as rule
    from printed_figures
)
select 'home:' || row_id as finding, row_id as row_ids, rule
from needs
where rule is not null
order by finding
