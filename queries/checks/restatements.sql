-- Figures said to repeat another one that do not agree with it, even allowing for rounding to two digits (5 %).
-- params:  none
-- columns: finding | row_ids | rule
select 'restatement:' || again.area_id || ':' || again.row_id as finding,
       again.row_id || ' ' || first.row_id as row_ids,
       'repeats ' || coalesce(cast(first.value as varchar), 'no value') || ' as '
         || coalesce(cast(again.value as varchar), 'no value') || '; mark it as an alternative' as rule
from printed_figures as again
join printed_figures as first on first.row_id = again.restates
where again.role = 'restatement' and again.unit = first.unit
  and ((again.value is null) <> (first.value is null) or abs(again.value - first.value) > 0.05 * abs(first.value))
order by finding
