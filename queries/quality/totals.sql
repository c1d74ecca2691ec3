-- Every sum of printed parts beside the total its document prints, if it prints one, with the parts.
-- params:  none
-- columns: indicator_id | area_id | year | status_family | published_total (unit of the indicator)
--          | parts_sum (unit of the indicator) | parts_printed (parts) | parts_known (parts)
--          | difference (unit of the indicator) | member | value (unit of the indicator) | status | literal | source_id
--          | point_id | conflict_id | title_pl | title_en
select sums.indicator_id, sums.area_id, sums.year, sums.status_family, sums.published_total, sums.parts_sum,
       sums.parts_printed, sums.parts_known, sums.difference, points.member, points.value, points.status,
       points.literal, points.source_id, points.point_id, conflicts.conflict_id, conflicts.title_pl, conflicts.title_en
from totals_and_parts as sums
join indicators on indicators.indicator_id = sums.indicator_id
join points
  on points.indicator_id = sums.indicator_id and points.area_id = sums.area_id and points.year = sums.year
 and points.status_family = sums.status_family
left join members on members.dimension = indicators.dimension and members.member = points.member
left join conflicts
  on conflicts.finding = 'total:' || sums.area_id || ':' || sums.indicator_id || ':' || sums.year
order by sums.area_id, indicators.code nulls last, sums.indicator_id, sums.year, sums.status_family,
         members.sort nulls first, points.member
