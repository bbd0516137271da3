-- Monthly range partitions.

-- Makes the partitions of `parent` for the month of `from_day` and `months_ahead` more. Returns how many were made. Never locks
-- the parent for long: the partition is built beside it and attached.
create or replace function platform.ensure_partitions(parent regclass, from_day date, months_ahead integer) returns integer
language plpgsql
as $$
declare
  schema_part text;
  table_part text;
  month_start date := date_trunc('month', from_day)::date;
  made integer := 0;
  partition_name text;
begin
  select c.relnamespace::regnamespace::text, c.relname into schema_part, table_part from pg_catalog.pg_class c where c.oid = parent;
  -- Rows of the month before may still be on their way (a device that was offline).
  for step in -1..months_ahead loop
    partition_name := pg_catalog.format('%s_%s', table_part, pg_catalog.to_char(month_start + pg_catalog.make_interval(months => step), 'YYYY_MM'));
    if pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema_part, partition_name)) is null then
      perform platform.create_partition(
        schema_part, table_part, partition_name,
        (month_start + pg_catalog.make_interval(months => step))::date,
        (month_start + pg_catalog.make_interval(months => step + 1))::date);
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;
comment on function platform.ensure_partitions(regclass, date, integer) is 'Makes missing monthly partitions around a day.';

create or replace function platform.create_partition(schema_name text, table_name text, partition_name text, from_day date, to_day date) returns void
language plpgsql
as $$
begin
  -- Two callers may want the same month at the same time.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(schema_name || '.' || partition_name, 0));
  -- A query, because to_regclass may still remember from before the wait that there was none.
  if exists (
    select from pg_catalog.pg_class c
    where c.relname = partition_name and c.relnamespace = schema_name::regnamespace
  ) then
    return;
  end if;
  execute format('create table %I.%I (like %I.%I including defaults including constraints)', schema_name, partition_name, schema_name, table_name);
  -- Nobody has rights on a partition; rows are reached through the table, whose policies apply. Row security is forced here too,
  -- with no policy, so that a grant made by mistake shows nothing.
  execute format('alter table %I.%I enable row level security', schema_name, partition_name);
  execute format('alter table %I.%I force row level security', schema_name, partition_name);
  execute format('comment on table %I.%I is %L', schema_name, partition_name, format('Rows of %s from %s until before %s.', table_name, from_day, to_day));
  execute format(
    'alter table %I.%I attach partition %I.%I for values from (%L) to (%L)',
    schema_name, table_name, schema_name, partition_name, from_day, to_day);
end
$$;
comment on function platform.create_partition(text, text, text, date, date) is 'Makes and attaches one monthly partition.';
