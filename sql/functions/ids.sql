-- UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits; ids sort by the time of their making.
create or replace function platform.uuid_v7() returns uuid
language sql volatile parallel safe
as $$
  select pg_catalog.encode(
    pg_catalog.set_bit(
      pg_catalog.set_bit(
        pg_catalog.overlay(
          pg_catalog.uuid_send(pg_catalog.gen_random_uuid()),
          pg_catalog.substring(pg_catalog.int8send((extract(epoch from pg_catalog.clock_timestamp()) * 1000)::bigint), 3),
          1, 6
        ),
        52, 1
      ),
      53, 1
    ),
    'hex'
  )::uuid
$$;
comment on function platform.uuid_v7() is 'A new time-ordered id (RFC 9562, version 7).';
