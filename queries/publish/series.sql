-- Every value in force with the names a reader knows it by, and the last value before it in its series: what a
-- publication changes is the difference between this before and after.
-- params:  none
-- columns: area_id | indicator_id | member | year | family | value (unit of the indicator) | status | literal
--          | source_id | row_id | area_pl | area_en | name_pl | name_en | part_pl | part_en | decimals | unit
--          | earlier_value (unit of the indicator)
with measured as (
    select area_id, indicator_id, member, year, value, status, literal, source_id, row_id,
           case when status = 'baseline' then 'baseline' else status_family end as family
    from series
)
select measured.area_id, measured.indicator_id, measured.member, measured.year, measured.family, measured.value,
       measured.status, measured.literal, measured.source_id, measured.row_id,
       areas.name as area_pl, areas.name_en as area_en, indicators.short_pl as name_pl, indicators.short_en as name_en,
       members.name_pl as part_pl, members.name_en as part_en, indicators.decimals, indicators.unit,
       lag(measured.value ignore nulls) over (
           partition by measured.area_id, measured.indicator_id, measured.member, measured.family order by measured.year
       ) as earlier_value
from measured
join areas on areas.area_id = measured.area_id
join indicators on indicators.indicator_id = measured.indicator_id
left join members on members.dimension = indicators.dimension and members.member = measured.member
order by measured.area_id, measured.indicator_id, measured.member, measured.year, measured.family
