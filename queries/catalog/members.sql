-- Every value of every breakdown, in order.
-- params:  none
-- columns: dimension | member | name_pl | name_en | sort
select dimension, member, name_pl, name_en, sort
from members
order by dimension, sort
