-- Printed ratios that their printed numerator and denominator do not give, to the last digit printed.
-- params:  none
-- columns: finding | row_ids | rule
select 'ratio:' || ratio.area_id || ':' || ratio.indicator_id || ':' || ratio.year as finding,
       ratio.row_id || ' ' || above.row_ids || ' ' || below.row_ids as row_ids,
       'printed ' || ratio.value || ', inputs give '
         || round(case when indicators.unit = 'percent' then 100.0 else 1.0 end * above.value / below.value, 4) as rule
from series as ratio
join indicators on indicators.indicator_id = ratio.indicator_id
join ratio_inputs as above
  on above.indicator_id = indicators.numerator_id and above.area_id = ratio.area_id and above.year = ratio.year
 and above.status_family = ratio.status_family
join ratio_inputs as below
  on below.indicator_id = indicators.denominator_id and below.area_id = ratio.area_id and below.year = ratio.year
 and below.status_family = ratio.status_family and below.value <> 0
where ratio.member = ''
  and abs(ratio.value - case when indicators.unit = 'percent' then 100.0 else 1.0 end * above.value / below.value)
      > 0.5 / pow(10, indicators.decimals) + 0.000001
order by finding
