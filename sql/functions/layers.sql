-- Reference layers: places of the whole world that every organisation may look up.

-- A point on the sphere of the mean radius (IUGG R1 = 6,371,008.8 m), in metres from the earth's centre. What is near on the earth is
-- near here, over the antimeridian and at the poles too, and GiST indexes it. Everything in the body is resolved when it is created,
-- so an index on it can be maintained with any search path (with ll_to_earth of earthdistance 1.1 it cannot; docs/decisions/0015).
create or replace function platform.earth_point(latitude double precision, longitude double precision) returns public.cube
language sql immutable parallel safe
return public.cube(array[
  6371008.8 * pg_catalog.cos(pg_catalog.radians(latitude)) * pg_catalog.cos(pg_catalog.radians(longitude)),
  6371008.8 * pg_catalog.cos(pg_catalog.radians(latitude)) * pg_catalog.sin(pg_catalog.radians(longitude)),
  6371008.8 * pg_catalog.sin(pg_catalog.radians(latitude))
]::double precision[]);
comment on function platform.earth_point(double precision, double precision) is 'Place as a point in space, for distances and indexes.';

-- The length of the arc over a straight line through the earth.
create or replace function platform.arc_length_m(chord_m double precision) returns double precision
language sql immutable parallel safe
return 2 * 6371008.8 * pg_catalog.asin(least(1.0, chord_m / (2 * 6371008.8)));
comment on function platform.arc_length_m(double precision) is 'Great-circle distance in metres of two points that are chord_m apart in space.';

-- Before update on layer_sources: what was known of another feed says nothing about this one.
create or replace function platform.forget_feed() returns trigger
language plpgsql
as $$
begin
  if new.layer <> old.layer then
    raise exception 'A source keeps its layer; make another source for %.', new.layer using errcode = 'WH422', column = 'layer';
  end if;
  if (new.url, new.format, new.id_prefix, new.field_mapping) is distinct from (old.url, old.format, old.id_prefix, old.field_mapping) then
    new.etag := null;
    new.last_modified := null;
    new.content_hash := null;
    new.next_attempt_at := pg_catalog.now();
  end if;
  return new;
end
$$;
comment on function platform.forget_feed() is 'A source with another address or form is read from the start.';
