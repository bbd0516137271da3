/**
 * SQL: what was driven in some periods, from a relation `periods (period, begins, ends)`. A trip over the end of a period counts on
 * both sides by its time. Trips end where a vehicle stands for minutes, so none takes two days. Sums are exact, so that they do not
 * depend on the order of rows.
 *
 * @param subject column of trips by which it is summed up
 */
export const drivenSql = (subject: 'driver_id' | 'vehicle_id', condition = 'true') => `
  select t.${subject} as subject_id, p.period,
    round(sum(t.distance_km::numeric * s.share), 3)::float8 as distance_km,
    round(sum((coalesce(t.duration_seconds, 0) - coalesce(t.idle_seconds, 0)) * s.share))::integer as driving_seconds
  from periods p
  join trips t on t.started_at >= p.begins - interval '2 days' and t.started_at < p.ends and t.ended_at > p.begins
  cross join lateral (
    select extract(epoch from least(t.ended_at, p.ends) - greatest(t.started_at, p.begins)) / extract(epoch from t.ended_at - t.started_at)
    where t.ended_at > t.started_at
  ) as s (share)
  where t.${subject} is not null and t.distance_km is not null and ${condition}
  group by 1, 2`;

/** SQL: how many events there were in some periods, by kind and severity. */
export const countedSql = (subject: 'driver_id' | 'vehicle_id', condition = 'true') => `
  select e.${subject} as subject_id, p.period, e.event_type, e.severity, count(*)::integer as count
  from periods p join driver_behavior_events e on e.recorded_at >= p.begins and e.recorded_at < p.ends
  where e.${subject} is not null and ${condition}
  group by 1, 2, 3, 4`;
