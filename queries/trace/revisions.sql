-- Every publication of one value, newest first.
-- params:  row_id
-- columns: row_id | value (unit of the indicator) | literal | source_id | published_on
select earlier.row_id, earlier.value, earlier.literal, earlier.source_id, earlier.published_on
from observations as this
join observations as earlier
  on earlier.area_id = this.area_id and earlier.indicator_id = this.indicator_id and earlier.member = this.member
 and earlier.year = this.year and earlier.status_family = this.status_family and earlier.role = 'primary'
where this.row_id = $row_id and this.role = 'primary'
order by earlier.published_on desc, earlier.row_id desc
