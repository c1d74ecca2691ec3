-- Values of a year beside those of the year before, for every total of one city that has both.
-- A total that its parts contradict materially has no honest change, neither to it nor from it.
-- params:  area_id, year
-- columns: indicator_id | earlier (unit of the indicator) | later (unit of the indicator) | literal | is_derived
--          | point_id | source_id | same_parts
select later.indicator_id, earlier.value as earlier, later.value as later, later.literal, later.is_derived,
       later.point_id, later.source_id,
       later.parts_missing is not distinct from earlier.parts_missing as same_parts
from points as later
join indicators on indicators.indicator_id = later.indicator_id
join points as earlier
  on earlier.area_id = later.area_id and earlier.indicator_id = later.indicator_id
 and earlier.member = later.member and earlier.year = later.year - 1 and earlier.segment = later.segment
 and earlier.status_family = 'measured'
where later.area_id = $area_id and later.year = $year and later.member = '' and later.status_family = 'measured'
  and later.value is not null and earlier.value is not null
  and coalesce(later.parts_gap_pct, 0) < indicators.materiality
  and coalesce(earlier.parts_gap_pct, 0) < indicators.materiality
order by later.indicator_id
