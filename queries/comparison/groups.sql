-- Every comparison between cities with its verdict: those that may be made first, and of these the ones in which
-- the most cities have a measured value in the same year, then in any year.
-- params:  none
-- columns: comparable_group | verdict | title_pl | title_en | reason_pl | reason_en
--          | place_pl (in the alphabet) | place_en (in the alphabet) | together (cities) | measured (cities)
with measured_years as (
    select indicators.comparable_group, points.year, points.area_id
    from points
    join indicators on indicators.indicator_id = points.indicator_id and indicators.comparable_group is not null
    join areas on areas.area_id = points.area_id and areas.kind = 'city'
    where points.member = '' and points.status_family = 'measured' and points.value is not null
),
years as (
    select comparable_group, year, count(distinct area_id) as cities
    from measured_years
    group by comparable_group, year
),
fullest_years as (
    select comparable_group, max(cities) as cities from years group by comparable_group
),
whole as (
    select comparable_group, count(distinct area_id) as cities from measured_years group by comparable_group
)
select comparisons.comparable_group, verdict, title_pl, title_en, reason_pl, reason_en,
       row_number() over (order by title_pl collate pl, comparisons.comparable_group) as place_pl,
       row_number() over (order by title_en collate en, comparisons.comparable_group) as place_en,
       coalesce(fullest_years.cities, 0) as together, coalesce(whole.cities, 0) as measured
from comparisons
left join fullest_years on fullest_years.comparable_group = comparisons.comparable_group
left join whole on whole.comparable_group = comparisons.comparable_group
order by verdict = 'not_comparable', together desc, measured desc, comparisons.comparable_group
