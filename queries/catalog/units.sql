-- Every unit with its word forms.
-- params:  none
-- columns: unit | pl_one | pl_few | pl_many | pl_other | en_one | en_other | short_pl | short_en
select unit, pl_one, pl_few, pl_many, pl_other, en_one, en_other, short_pl, short_en
from units
order by unit
