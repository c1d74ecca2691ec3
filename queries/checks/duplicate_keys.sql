-- Two first statements of one value in one document: one of them must be a restatement or an alternative. A baseline
-- and a target of one year are two things.
-- params:  none
-- columns: finding | row_ids | rule
select 'duplicate:' || area_id || ':' || indicator_id || ':' || year as finding,
       string_agg(row_id, ' ' order by row_id) as row_ids,
       'one primary observation for each document, area, indicator, member, year and status family' as rule
from observations
where role = 'primary'
group by source_id, area_id, indicator_id, member, year, status_family, status = 'baseline'
having count(*) > 1
order by finding
