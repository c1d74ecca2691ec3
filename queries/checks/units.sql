-- Observations in another unit than their indicator, or outside what can exist in that unit.
-- params:  none
-- columns: finding | row_ids | rule
select 'unit:' || observations.area_id || ':' || observations.indicator_id || ':' || observations.year as finding,
       observations.row_id as row_ids,
       case when observations.unit is distinct from indicators.unit
            then 'unit is ' || coalesce(observations.unit, 'empty') || ', the indicator is in ' || indicators.unit
            else 'value ' || observations.value || ' lies outside the natural limits' end as rule
from observations
join indicators on indicators.indicator_id = observations.indicator_id
where observations.unit is distinct from indicators.unit
   or observations.value < indicators.natural_min
   or observations.value > indicators.natural_max
order by finding, row_ids
