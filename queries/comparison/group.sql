-- One comparison between cities: the verdict with its reason, and what each city counts.
-- params:  comparable_group
-- columns: verdict | title_pl | title_en | reason_pl | reason_en | area_id | figures | text_pl | text_en
select comparisons.verdict, comparisons.title_pl, comparisons.title_en, comparisons.reason_pl,
       comparisons.reason_en, comparison_figures.area_id, comparison_figures.figures,
       comparison_figures.text_pl, comparison_figures.text_en
from comparisons
join comparison_figures on comparison_figures.comparable_group = comparisons.comparable_group
where comparisons.comparable_group = $comparable_group
order by comparison_figures.area_id
