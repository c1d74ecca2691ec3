-- Series of a city and its parts that have no value for a year, each with the reason and its nearest value.
-- A plan and a target are not values of the year; the nearest value is the latest before it, or else the first after.
-- params:  area_id, year
-- columns: indicator_id | area_id | member | reason | partial | note_pl | note_en | point_id | other_year
--          | other_value (unit of the indicator) | other_literal | other_status | other_point_id
with known as (
    select points.indicator_id, points.area_id, points.member, year, value, literal, status, note_pl, note_en,
           point_id, areas.depth, value is not null and status not in ('plan', 'target') as counts
    from points
    join areas on areas.area_id = points.area_id and areas.city_id = $area_id
),
wanted as (
    select indicator_id, area_id, member, depth,
           bool_or(year = $year and counts) as has_value
    from known
    group by indicator_id, area_id, member, depth
),
judged as (
    select indicator_id, area_id, member, depth, has_value,
           bool_or(has_value) over (partition by indicator_id) as partial
    from wanted
),
of_year as (
    select indicator_id, area_id, member, status, note_pl, note_en, point_id,
           row_number() over (
               partition by indicator_id, area_id, member order by value is not null, status
           ) as choice
    from known
    where year = $year
),
others as (
    select indicator_id, area_id, member, year, value, literal, status, point_id,
           row_number() over (
               partition by indicator_id, area_id, member order by year > $year, abs(year - $year), point_id
           ) as choice
    from known
    where counts
)
select judged.indicator_id, judged.area_id, judged.member,
       coalesce(of_year.status, 'not_printed') as reason, judged.partial,
       of_year.note_pl, of_year.note_en, of_year.point_id,
       others.year as other_year, others.value as other_value, others.literal as other_literal,
       others.status as other_status, others.point_id as other_point_id
from judged
join indicators on indicators.indicator_id = judged.indicator_id
left join members on members.dimension = indicators.dimension and members.member = judged.member
left join of_year
  on of_year.indicator_id = judged.indicator_id and of_year.area_id = judged.area_id
 and of_year.member = judged.member and of_year.choice = 1
left join others
  on others.indicator_id = judged.indicator_id and others.area_id = judged.area_id
 and others.member = judged.member and others.choice = 1
where not judged.has_value
order by indicators.code nulls last, judged.indicator_id, of_year.status is null, judged.depth, judged.area_id,
         members.sort nulls first, judged.member
