-- Every indicator, in the order of the printed tables.
-- params:  none
-- columns: indicator_id | code | goal_id | topic | name_pl | name_en | short_pl | short_en | definition_pl | definition_en
--          | reading_pl | reading_en | unit | value_type | decimals | polarity | dimension | additive | numerator_id
--          | denominator_id | natural_min | natural_max | materiality (per cent or points) | progress_method
--          | comparable_group | owner | owner_en | frequency | headline | programme_area_id
select indicators.indicator_id, indicators.code, indicators.goal_id, topic, name_pl, name_en, short_pl, short_en, definition_pl, definition_en,
       reading_pl, reading_en, unit, value_type, decimals, polarity, dimension, additive, numerator_id,
       denominator_id, natural_min, natural_max, materiality, progress_method, comparable_group, owner, owner_en, frequency, headline,
       programmes.area_id as programme_area_id
from indicators
left join goals on goals.goal_id = indicators.goal_id
left join programmes on programmes.programme_id = goals.programme_id
order by indicators.code nulls last, indicators.indicator_id
