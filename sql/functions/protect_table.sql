-- What every table gets, said once. Called by the migration that creates a table; `tenantTable()` renders the call.

create or replace function platform.touch_row() returns trigger
language plpgsql
as $$
begin
  -- A fold or a consumer that rewrites a row with what it already holds is no change, and no new version. `*<>` compares the
  -- stored bytes: some types (point) have no equality.
  if new operator(pg_catalog.*<>) old then
    new.updated_at := pg_catalog.clock_timestamp();
    new.row_version := old.row_version + 1;
  end if;
  return new;
end
$$;
comment on function platform.touch_row() is 'Keeps updated_at and row_version.';

-- target: qualified name. audit_schema: where audit_log is, or null when this table is not audited.
-- masked: columns whose values the audit trail must not show. readers: roles that may select; writers: insert, update, delete.
create or replace function platform.protect_table(
  target regclass,
  table_comment text,
  audit_schema text,
  masked text[],
  readers text[],
  inserters text[],
  changers text[],
  touched boolean
) returns void
language plpgsql
as $$
declare
  role_name text;
begin
  execute format('comment on table %s is %L', target, table_comment);
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('drop policy if exists tenant_isolation on %s', target);
  execute format('drop policy if exists system_access on %s', target);
  -- The sub-selects are evaluated once a query (an InitPlan), so the tenant index is used.
  execute format(
    'create policy tenant_isolation on %s using (tenant_id = (select platform.current_tenant_id())) '
    'with check (tenant_id = (select platform.current_tenant_id()))', target);
  execute format('create policy system_access on %s to wheelhouse_system using (true) with check (true)', target);
  execute format('revoke all on %s from public', target);
  execute format('grant select, insert, update, delete on %s to wheelhouse_system', target);
  foreach role_name in array readers loop
    execute format('grant select on %s to %I', target, role_name);
  end loop;
  foreach role_name in array inserters loop
    execute format('grant insert on %s to %I', target, role_name);
  end loop;
  foreach role_name in array changers loop
    execute format('grant update, delete on %s to %I', target, role_name);
  end loop;
  if touched then
    execute format('create or replace trigger touch_row before update on %s for each row execute function platform.touch_row()', target);
  end if;
  if audit_schema is not null then
    execute format(
      'create or replace trigger audit_row after insert or update or delete on %s for each row execute function platform.audit_row(%L, %L)',
      target, audit_schema, masked::text);
  end if;
end
$$;
comment on function platform.protect_table(regclass, text, text, text[], text[], text[], text[], boolean) is
  'Forced row security, grants, audit, versions and comment of a tenant table.';
