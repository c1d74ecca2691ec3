-- The whole printed row that a figure stands in: the same thing in every year of the same document.
-- params:  row_id
-- columns: row_id | year | literal | line
select neighbour.row_id, neighbour.year, neighbour.literal, neighbour.line
from observations as this
join observations as neighbour
  on neighbour.source_id = this.source_id and neighbour.area_id = this.area_id
 and neighbour.indicator_id = this.indicator_id and neighbour.member = this.member
 and neighbour.place = this.place and neighbour.role = this.role
 -- rows of an imported table are those of its file
 and (this.place <> 'file' or neighbour.line = this.line)
where this.row_id = $row_id
order by neighbour.year, neighbour.row_id
