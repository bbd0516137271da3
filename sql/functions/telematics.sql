-- What instances remember of a tenant: fences and rules.

-- Keeps each state of a fence with the time from which it was watched. Within one transaction the last state counts. What a fence is
-- called and looks like is no part of it.
create or replace function platform.keep_geofence_version() returns trigger
language plpgsql
as $$
declare
  moment timestamptz := pg_catalog.date_trunc('milliseconds', pg_catalog.now());
  others text[] := '{tenant_id,created_at,updated_at,row_version,name,description,color,metadata}';
  fence jsonb := pg_catalog.to_jsonb(new) - others;
begin
  -- The versions move with the tenant.
  if platform.is_moving() then
    return new;
  end if;
  if tg_op = 'UPDATE' then
    if pg_catalog.to_jsonb(old) - others = fence then
      return new;
    end if;
    -- A transaction that began before another one may come to the fence after it.
    execute format('select greatest($3, max(valid_from), max(valid_to)) from %I.geofence_versions where tenant_id = $1 and geofence_id = $2', tg_table_schema)
      into moment using new.tenant_id, new.id, moment;
    execute format('delete from %I.geofence_versions where tenant_id = $1 and geofence_id = $2 and valid_from = $3', tg_table_schema)
      using new.tenant_id, new.id, moment;
    execute format('update %I.geofence_versions set valid_to = $3 where tenant_id = $1 and geofence_id = $2 and valid_to is null', tg_table_schema)
      using new.tenant_id, new.id, moment;
  end if;
  if new.is_active then
    execute format('insert into %I.geofence_versions (tenant_id, geofence_id, valid_from, fence) values ($1, $2, $3, $4)', tg_table_schema)
      using new.tenant_id, new.id, moment, fence;
  end if;
  return new;
end
$$;
comment on function platform.keep_geofence_version() is 'Keeps the states of fences with their times.';

-- Once a statement, however many fences are imported. The tenants are those of the rows that changed.
create or replace function platform.count_telematics_revision() returns trigger
language plpgsql
as $$
begin
  if not platform.is_moving() then
    execute format(
      'insert into %I.telematics_revisions as r (tenant_id, id, revision) select distinct tenant_id, tenant_id, 1 from changed '
      'on conflict (tenant_id, id) do update set revision = r.revision + 1', tg_table_schema);
  end if;
  return null;
end
$$;
comment on function platform.count_telematics_revision() is 'Counts the changes of what the fold of telemetry is governed by.';

-- Ends the transaction where what it was computed from is no longer so.
create or replace function platform.expect(holds boolean) returns void
language plpgsql
as $$
begin
  if not holds then
    raise exception 'What this was computed from has changed meanwhile; compute it again.' using errcode = 'WH409';
  end if;
end
$$;
comment on function platform.expect(boolean) is 'Raises WH409 unless the condition holds.';
