-- Printed totals that differ from the sum of their printed parts.
-- params:  none
-- columns: finding | row_ids | rule
select 'total:' || sums.area_id || ':' || sums.indicator_id || ':' || sums.year as finding,
       string_agg(series.row_id, ' ' order by series.row_id) as row_ids,
       'total ' || sums.published_total || ', parts add up to ' || sums.parts_sum as rule
from totals_and_parts as sums
join series
  on series.area_id = sums.area_id and series.indicator_id = sums.indicator_id and series.year = sums.year
 and series.status_family = sums.status_family
where sums.published_total is not null and abs(sums.difference) > 0.000001
group by sums.area_id, sums.indicator_id, sums.year, sums.status_family, sums.published_total, sums.parts_sum
order by finding
