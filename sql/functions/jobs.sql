-- Finding due jobs, and upkeep that needs the rights of the owner.

-- Placements with a job that is due (or whose worker's lease has run out): one question, however many tenants there are.
create or replace function platform.schemas_with_due_jobs(at timestamptz) returns setof text
language plpgsql stable
as $$
declare
  placement text;
  due boolean;
begin
  for placement in
    select distinct t.schema_name::text from platform.tenants t where t.status = 'active' order by 1
  loop
    -- A schema that is still being made has no tables yet.
    continue when to_regclass(format('%I.scheduled_jobs', placement)) is null;
    execute format(
      'select exists (select from %I.scheduled_jobs j join platform.tenants t on t.id = j.tenant_id and t.status = ''active'' '
      'where j.is_active and j.next_run_at <= $1 and (j.locked_until is null or j.locked_until <= $1))', placement)
      into due using at;
    if due then
      return next placement;
    end if;
  end loop;
end
$$;
comment on function platform.schemas_with_due_jobs(timestamptz) is 'Placements that have jobs to run.';

-- Functions of this schema stay with the owner of the tables: they do what only an owner can. The system may call them.
create schema if not exists maintenance;
grant usage on schema maintenance to wheelhouse_system;

-- Partitioned tables of every placement that lack a partition of the months from `from_day`'s to `months_ahead` later.
create or replace function maintenance.tables_lacking_partitions(from_day date, months_ahead integer) returns setof text
language sql stable security definer
set search_path = pg_catalog
as $$
  select format('%I.%I', c.relnamespace::regnamespace::text, c.relname)
  from pg_partitioned_table p
  join pg_class c on c.oid = p.partrelid
  where p.partstrat = 'r'
    and c.relowner = (select r.oid from pg_roles r where r.rolname = current_user)
    and exists (
      select from generate_series(0, months_ahead) m
      where to_regclass(format('%I.%I', c.relnamespace::regnamespace::text,
        format('%s_%s', c.relname, to_char(date_trunc('month', from_day) + make_interval(months => m), 'YYYY_MM')))) is null)
  order by 1
$$;
comment on function maintenance.tables_lacking_partitions(date, integer) is 'Partitioned tables for which ensure_partitions has something to do.';
revoke all on function maintenance.tables_lacking_partitions(date, integer) from public;
grant execute on function maintenance.tables_lacking_partitions(date, integer) to wheelhouse_system;

-- The least number of days from `from_day` on for which every partitioned table of every placement has partitions. 0 where one lacks
-- those of the current month. Partitions are made for 24 months ahead at most.
create or replace function maintenance.partition_horizon_days(from_day date) returns integer
language sql stable security definer
set search_path = pg_catalog
as $$
  select greatest(min(months.start)::date - from_day, 0)
  from pg_partitioned_table p
  join pg_class c on c.oid = p.partrelid
  cross join lateral (
    select date_trunc('month', from_day::timestamp) + make_interval(months => m) as start from generate_series(0, 25) m
  ) months
  where p.partstrat = 'r'
    and c.relowner = (select r.oid from pg_roles r where r.rolname = current_user)
    and to_regclass(format('%I.%I', c.relnamespace::regnamespace::text, format('%s_%s', c.relname, to_char(months.start, 'YYYY_MM')))) is null
$$;
comment on function maintenance.partition_horizon_days(date) is 'Days for which all partitions are there.';
revoke all on function maintenance.partition_horizon_days(date) from public;
grant execute on function maintenance.partition_horizon_days(date) to wheelhouse_system;

create or replace function maintenance.ensure_partitions(parent text, from_day date, months_ahead integer) returns integer
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  if not exists (select from pg_partitioned_table where partrelid = to_regclass(parent) and partstrat = 'r') then
    raise exception '% is no table partitioned by range.', parent using errcode = 'wrong_object_type';
  elsif months_ahead not between 0 and 24 then
    raise exception 'Partitions are made for 0 to 24 months ahead, not %.', months_ahead using errcode = 'invalid_parameter_value';
  end if;
  return platform.ensure_partitions(parent::regclass, from_day, months_ahead);
end
$$;
comment on function maintenance.ensure_partitions(text, date, integer) is 'Makes missing monthly partitions, as the owner of the table.';
revoke all on function maintenance.ensure_partitions(text, date, integer) from public;
grant execute on function maintenance.ensure_partitions(text, date, integer) to wheelhouse_system;

-- Drops the partitions of the table `table_name`, in every placement, that hold only rows from before a day. Returns their names.
create or replace function maintenance.drop_partitions(table_name text, before date) returns setof text
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  partition record;
  least_days constant integer := case table_name when 'audit_log' then 365 else 60 end;
begin
  if before > current_date - least_days then
    raise exception 'Partitions of % are dropped when they are older than % days, not %.', table_name, least_days, before
      using errcode = 'invalid_parameter_value';
  end if;
  for partition in
    select n.nspname as schema_part, c.relname as name
    from pg_partitioned_table p
    join pg_class parent on parent.oid = p.partrelid
    join pg_inherits i on i.inhparent = parent.oid
    join pg_class c on c.oid = i.inhrelid
    join pg_namespace n on n.oid = c.relnamespace
    where parent.relname = drop_partitions.table_name
      and parent.relowner = (select r.oid from pg_roles r where r.rolname = current_user)
      and c.relname ~ ('^' || drop_partitions.table_name || '_\d{4}_\d{2}$')
      and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before
    order by 1, 2
  loop
    execute format('drop table %I.%I', partition.schema_part, partition.name);
    return next format('%I.%I', partition.schema_part, partition.name);
  end loop;
end
$$;
comment on function maintenance.drop_partitions(text, date) is 'Drops the months of a table that are past their retention.';
revoke all on function maintenance.drop_partitions(text, date) from public;
grant execute on function maintenance.drop_partitions(text, date) to wheelhouse_system;
