-- Every area, cities first.
-- params:  none
-- columns: area_id | kind | parent_id | name | name_en
select area_id, kind, parent_id, name, name_en
from areas
order by case when kind = 'city' then 0 else 1 end, name collate pl
