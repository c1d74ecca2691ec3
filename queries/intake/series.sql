-- What a programme is asked for each year: its series, with the latest value published up to a year, in the order of
-- the documents. A series belongs to a programme when its indicator serves one of its goals, or when the city has
-- published it and no other programme of that city asks for it. Ratios that Barometr computes because no document
-- prints them are left out.
-- params:  programme_id, year
-- columns: area_id | indicator_id | member | year | value (unit of the indicator) | status | literal
with programme as (
    select programmes.programme_id, programmes.area_id
    from programmes
    where programmes.programme_id = $programme_id
),
printed as (
    select observations.area_id, observations.indicator_id, observations.member, observations.line
    from observations
    join areas on areas.area_id = observations.area_id
    join programme on programme.area_id = areas.city_id
    where observations.role = 'primary'
),
belonging as (
    select indicators.indicator_id, indicators.dimension, indicators.code,
           case when goals.programme_id = programme.programme_id then goals.sort end as goal_sort
    from indicators
    cross join programme
    left join goals on goals.goal_id = indicators.goal_id
    left join programmes as home on home.programme_id = goals.programme_id
    where goals.programme_id = programme.programme_id
          and (indicators.numerator_id is null or indicators.denominator_id is null
               or indicators.indicator_id in (select indicator_id from observations))
       or indicators.indicator_id in (select indicator_id from printed)
          and (home.area_id is null or home.area_id <> programme.area_id)
),
-- Where each indicator is measured: wherever the city has published it, or else in the city itself.
places as (
    select distinct belonging.indicator_id, belonging.dimension, coalesce(printed.area_id, programme.area_id) as area_id
    from belonging
    cross join programme
    left join printed on printed.indicator_id = belonging.indicator_id
),
-- The total, and the parts where the indicator has parts there or nothing is known of it yet.
wanted as (
    select area_id, indicator_id, '' as member from places
    union
    select area_id, indicator_id, member from printed
    union
    select places.area_id, places.indicator_id, members.member
    from places
    join members on members.dimension = places.dimension
    where not exists (
        select 1 from printed
        where printed.area_id = places.area_id and printed.indicator_id = places.indicator_id
    ) or exists (
        select 1 from printed
        where printed.area_id = places.area_id and printed.indicator_id = places.indicator_id and printed.member <> ''
    )
),
-- An intention is no value to go on from, and a gap only where there has never been one.
latest as (
    select area_id, indicator_id, member, year, value, status, literal,
           row_number() over (
               partition by area_id, indicator_id, member
               order by case when value is null then 1 else 0 end, year desc,
                        case when status = 'pilot' then 1 else 0 end
           ) as recency
    from series
    where status not in ('plan', 'target') and year <= $year
),
lines as (
    select indicator_id, min(line) as line from printed group by indicator_id
)
select wanted.area_id, wanted.indicator_id, wanted.member, latest.year, latest.value, latest.status, latest.literal
from wanted
join belonging on belonging.indicator_id = wanted.indicator_id
join areas on areas.area_id = wanted.area_id
left join lines on lines.indicator_id = wanted.indicator_id
left join members on members.dimension = belonging.dimension and members.member = wanted.member
left join latest
  on latest.area_id = wanted.area_id and latest.indicator_id = wanted.indicator_id
 and latest.member = wanted.member and latest.recency = 1
order by belonging.goal_sort nulls last, belonging.code nulls last, lines.line nulls last, wanted.indicator_id,
         areas.depth, wanted.area_id, members.sort nulls first, wanted.member
