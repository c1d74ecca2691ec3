-- Published totals of one indicator beside the sum of their printed parts.
-- params:  indicator_id, area_id
-- columns: year | published_total (unit of the indicator) | parts_sum (unit of the indicator) | parts_printed
--          | parts_known | difference (unit of the indicator)
select year, published_total, parts_sum, parts_printed, parts_known, difference
from totals_and_parts
where indicator_id = $indicator_id and area_id = $area_id
order by year
