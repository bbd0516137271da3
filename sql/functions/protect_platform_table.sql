-- Control-plane tables belong to no single tenant's scope. The system may touch them; a tenant may read its own rows where
-- `tenant_column` says which those are.
create or replace function platform.protect_platform_table(target regclass, table_comment text, tenant_column text, touched boolean) returns void
language plpgsql
as $$
begin
  execute format('comment on table %s is %L', target, table_comment);
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('drop policy if exists own_rows on %s', target);
  execute format('drop policy if exists system_access on %s', target);
  execute format('create policy system_access on %s to wheelhouse_system using (true) with check (true)', target);
  execute format('revoke all on %s from public', target);
  execute format('grant select, insert, update, delete on %s to wheelhouse_system', target);
  if tenant_column is not null then
    execute format(
      'create policy own_rows on %s for select using (%I = (select platform.current_tenant_id()))', target, tenant_column);
    execute format('grant select on %s to authenticated_user', target);
  end if;
  if touched then
    execute format('create or replace trigger touch_row before update on %s for each row execute function platform.touch_row()', target);
  end if;
end
$$;
comment on function platform.protect_platform_table(regclass, text, text, boolean) is 'Forced row security, grants and comment of a control-plane table.';
