-- One row of each table of the catalogue, a field a row, as an example for whoever fills in a sheet of that name.
-- params:  none
-- columns: sheet | field | content
with examples as (
    select 'areas' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from areas where kind = 'district' order by area_id limit 1)) on columns(*))
    union all
    select 'programmes' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from programmes order by programme_id limit 1)) on columns(*))
    union all
    select 'goals' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from goals where parent_id is not null order by programme_id, sort limit 1)) on columns(*))
    union all
    select 'indicators' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from indicators order by headline nulls last, indicator_id limit 1)) on columns(*))
    union all
    select 'members' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from members order by dimension, sort limit 1)) on columns(*))
    union all
    select 'units' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from units where pl_one is not null order by unit limit 1)) on columns(*))
    union all
    select 'breaks' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from breaks order by area_id, indicator_id, year limit 1)) on columns(*))
    union all
    select 'conflicts' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from conflicts where finding is not null order by conflict_id limit 1)) on columns(*))
    union all
    select 'reviews' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from reviews order by programme_id, data_year limit 1)) on columns(*))
    union all
    select 'projects' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from projects order by project_id limit 1)) on columns(*))
    union all
    select 'proposed_targets' as sheet, name as field, value as content
    from (unpivot (select columns(*)::varchar from (select * from proposed_targets order by proposal_id limit 1)) on columns(*))
)
select sheet, field, content
from examples
order by sheet, field
