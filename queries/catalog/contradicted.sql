-- Values in use beside which a document prints another figure for the same thing.
-- params:  none
-- columns: row_id
select distinct restates as row_id
from observations
where role = 'alternative'
order by row_id
