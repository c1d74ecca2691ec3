-- The latest document with values from the city of a programme, or else the one the programme is read from.
-- params:  programme_id
-- columns: area_id | source_id | title | title_en | publisher | publisher_en
select programmes.area_id, sources.source_id, sources.title, sources.title_en, sources.publisher, sources.publisher_en
from programmes
join sources
  on sources.area_id = programmes.area_id and sources.source_id in (select source_id from observations)
  or sources.source_id = programmes.source_id
where programmes.programme_id = $programme_id
order by case when sources.source_id in (select source_id from observations) then 0 else 1 end,
         sources.published_on desc, sources.source_id
limit 1
