-- What each city counts, for every comparison; the words are empty where the catalogue says nothing about a city.
-- params:  none
-- columns: comparable_group | area_id | text_pl | text_en
select comparisons.comparable_group, areas.area_id, comparison_figures.text_pl, comparison_figures.text_en
from comparisons
join areas on areas.kind = 'city'
left join comparison_figures
  on comparison_figures.comparable_group = comparisons.comparable_group
 and comparison_figures.area_id = areas.area_id
order by comparisons.comparable_group, areas.name collate pl, areas.area_id
