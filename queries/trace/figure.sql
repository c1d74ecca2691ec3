-- One printed figure by its row id.
-- params:  row_id
-- columns: row_id | source_id | home | area_id | indicator_id | member | goal_id | year | year_basis | value | unit
--          | status | literal | place | section | line | role | restates | label_pl | label_en | note_pl | note_en
select row_id, source_id, home, area_id, indicator_id, member, goal_id, year, year_basis, value, unit, status,
       literal, place, section, line, role, restates, label_pl, label_en, note_pl, note_en
from printed_figures
where row_id = $row_id
