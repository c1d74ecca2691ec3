-- Documents by their ids, with the fingerprint of the text that was read.
-- params:  source_ids
-- columns: source_id | title | title_en | publisher | publisher_en | published_on | published_basis | licence
--          | note_pl | note_en | file_sha256
select source_id, title, title_en, publisher, publisher_en, published_on, published_basis, licence, note_pl, note_en,
       file_sha256
from sources
where list_contains($source_ids, source_id)
order by published_on desc, source_id
