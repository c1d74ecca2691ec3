-- The measured value of the year before a point, in the same unbroken series; nothing where a total that its
-- parts contradict materially stands on either side.
-- params:  point_id
-- columns: value (unit of the indicator) | year | literal | is_derived | parts_missing (parts)
select before.value, before.year, before.literal, before.is_derived, before.parts_missing
from points as this
join indicators on indicators.indicator_id = this.indicator_id
join points as before
  on before.area_id = this.area_id and before.indicator_id = this.indicator_id and before.member = this.member
 and before.year = this.year - 1 and before.segment = this.segment and before.status_family = 'measured'
where this.point_id = $point_id and this.status_family = 'measured' and before.value is not null
  and this.value is not null
  and coalesce(this.parts_gap_pct, 0) < indicators.materiality
  and coalesce(before.parts_gap_pct, 0) < indicators.materiality
