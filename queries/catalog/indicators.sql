-- Every indicator, in the order of the printed tables.
-- params:  none
-- columns: indicator_id | code | topic | name_pl | name_en | short_pl | short_en | definition_pl | definition_en
--          | reading_pl | reading_en | unit | value_type | decimals | polarity | dimension | additive | numerator_id
--          | denominator_id | materiality | comparable_group | owner | owner_en | frequency | headline
select indicator_id, code, topic, name_pl, name_en, short_pl, short_en, definition_pl, definition_en,
       reading_pl, reading_en, unit, value_type, decimals, polarity, dimension, additive, numerator_id,
       denominator_id, materiality, comparable_group, owner, owner_en, frequency, headline
from indicators
order by code nulls last, indicator_id
