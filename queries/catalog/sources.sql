-- Every document, newest first.
-- params:  none
-- columns: source_id | title | title_en | publisher | publisher_en | area_id | published_on | published_basis | licence | note_pl | note_en
select source_id, title, title_en, publisher, publisher_en, area_id, published_on, published_basis, licence, note_pl, note_en
from sources
order by published_on desc, source_id
