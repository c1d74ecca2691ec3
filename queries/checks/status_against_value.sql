-- A value where the status says there is none, or none where the status says there is one.
-- params:  none
-- columns: finding | row_ids | rule
select 'status:' || area_id || ':' || indicator_id || ':' || year as finding,
       row_id as row_ids,
       case when value is null then 'status ' || status || ' needs a value'
            else 'status ' || status || ' must have no value' end as rule
from observations
where (status in ('no_data', 'in_progress', 'not_applicable')) <> (value is null)
order by finding, row_ids
