-- Fences.

-- What the columns of a fence must be together, in words for those who draw it.
create or replace function platform.check_geofence() returns trigger
language plpgsql
as $$
begin
  if platform.is_moving() then
    return new;
  end if;
  if new.type = 'circle' and (num_nulls(new.center_latitude, new.center_longitude, new.radius_m) > 0 or new.coordinates is not null) then
    raise exception 'A circle has centerLatitude, centerLongitude and radiusM, and no coordinates.' using errcode = 'WH422', column = 'type';
  end if;
  if new.type <> 'circle' and num_nonnulls(new.center_latitude, new.center_longitude, new.radius_m) > 0 then
    raise exception 'A % has coordinates, and no centerLatitude, centerLongitude or radiusM.', new.type using errcode = 'WH422', column = 'type';
  end if;
  if new.type = 'rectangle' and pg_catalog.jsonb_typeof(new.coordinates -> 0) is distinct from 'number' then
    raise exception 'The coordinates of a rectangle are four numbers: [west, south, east, north].' using errcode = 'WH422', column = 'coordinates';
  end if;
  if new.type = 'polygon' and pg_catalog.jsonb_typeof(new.coordinates -> 0) is distinct from 'array' then
    raise exception 'The coordinates of a polygon are rings of positions: [[[longitude, latitude], …]].' using errcode = 'WH422', column = 'coordinates';
  end if;
  if new.alert_on_dwell and new.dwell_minutes is null then
    raise exception 'An alert on dwelling needs dwellMinutes.' using errcode = 'WH422', column = 'dwell_minutes';
  end if;
  return new;
end
$$;
comment on function platform.check_geofence() is 'Refuses fences whose columns do not fit together.';
