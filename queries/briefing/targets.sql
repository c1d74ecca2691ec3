-- The agreed targets of the totals of one city and its parts, with what measures/review.py needs to judge them.
-- params:  area_id
-- columns: indicator_id | area_id | member | polarity | materiality (per cent or points) | method | baseline_year
--          | baseline_value (unit of the indicator) | baseline_segment | target_year
--          | target_value (unit of the indicator)
select targets.indicator_id, targets.area_id, targets.member, indicators.polarity, indicators.materiality,
       case when targets.milestone then 'milestone'
            when indicators.progress_method in ('linear', 'compound') then indicators.progress_method
            else 'linear' end as method,
       targets.baseline_year, targets.baseline_value,
       (select count(*) from breaks
        where breaks.area_id = targets.area_id and breaks.indicator_id = targets.indicator_id
          and breaks.year <= targets.baseline_year) as baseline_segment,
       targets.target_year, targets.target_value
from targets
join indicators on indicators.indicator_id = targets.indicator_id
join areas on areas.area_id = targets.area_id
where areas.city_id = $area_id and targets.member = '' and targets.target_value is not null
order by targets.indicator_id, areas.depth, targets.area_id, targets.target_year
