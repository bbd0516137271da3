-- The scope of a transaction: who acts, for which tenant, as which database role, and where the rows are.

create or replace function platform.current_tenant_id() returns uuid
language sql stable parallel safe
as $$ select nullif(pg_catalog.current_setting('app.tenant_id', true), '')::uuid $$;
comment on function platform.current_tenant_id() is 'Tenant of this transaction, null outside a scope.';

create or replace function platform.current_actor() returns jsonb
language sql stable parallel safe
as $$ select nullif(pg_catalog.current_setting('app.actor', true), '')::jsonb $$;
comment on function platform.current_actor() is 'Who acts in this transaction, and in which request.';

create or replace function platform.current_user_id() returns uuid
language sql stable parallel safe
as $$ select (platform.current_actor() ->> 'userId')::uuid $$;
comment on function platform.current_user_id() is 'User who acts in this transaction, null for devices and the system.';

-- Not current_user: that is another inside functions that run with more rights. Not session_user alone: a function's own login acts as
-- wheelhouse_app or wheelhouse_owner from the start of its sessions.
create or replace function platform.scope_role() returns name
language sql stable
as $$ select coalesce(nullif(pg_catalog.current_setting('role', true), 'none'), session_user)::name $$;
comment on function platform.scope_role() is 'Database role of the current scope; outside of one, what the session acts as.';

create or replace function platform.tenant_search_path(schema_name text) returns text
language sql immutable parallel safe
as $$
  select case
    when schema_name = 'app' then 'app, vip_data, audit, analytics, archive, platform, public'
    else pg_catalog.quote_ident(schema_name) || ', platform, public'
  end
$$;
comment on function platform.tenant_search_path(text) is 'Where unqualified table names are found for the rows of a placement.';

-- Advisory locks of a tenant. A writing transaction holds `tenant_write_key` shared and a reading one `tenant_read_key`;
-- moving a tenant takes them exclusively to wait for those that are under way.
create or replace function platform.tenant_write_key(tenant uuid) returns bigint
language sql immutable parallel safe
as $$ select pg_catalog.uuid_hash_extended(tenant, 1) $$;

create or replace function platform.tenant_read_key(tenant uuid) returns bigint
language sql immutable parallel safe
as $$ select pg_catalog.uuid_hash_extended(tenant, 2) $$;

create or replace function platform.tenant_placement(tenant uuid, out schema_name text, out status text, out status_reason text)
language sql stable security definer
set search_path = pg_catalog
as $$ select t.schema_name, t.status, t.status_reason from platform.tenants t where t.id = tenant $$;
comment on function platform.tenant_placement(uuid) is 'Schema and status of one tenant; for enter_scope.';

-- Enters a tenant's scope for the rest of the transaction. Raises WH404, WH403 (suspended), WH503 (moving; writes only).
-- The placement is read here, not cached by callers: a tenant can be moved or suspended and the next transaction knows.
create or replace function platform.enter_scope(tenant uuid, actor jsonb, database_role text, access text) returns void
language plpgsql
as $$
declare
  placement record;
begin
  if database_role in ('wheelhouse_system', 'wheelhouse_owner', 'wheelhouse_app') then
    raise exception 'A tenant scope cannot run as %.', database_role using errcode = 'insufficient_privilege';
  end if;
  if access = 'write' then
    perform pg_catalog.pg_advisory_xact_lock_shared(platform.tenant_write_key(tenant));
  else
    perform pg_catalog.pg_advisory_xact_lock_shared(platform.tenant_read_key(tenant));
  end if;
  select p.schema_name, p.status, p.status_reason into placement from platform.tenant_placement(tenant) p;
  if placement.schema_name is null then
    raise exception 'There is no tenant %.', tenant using errcode = 'WH404';
  elsif placement.status = 'suspended' then
    raise exception 'This tenant is suspended%.', coalesce(': ' || placement.status_reason, '') using errcode = 'WH403';
  elsif placement.status = 'deleting' then
    raise exception 'There is no tenant %.', tenant using errcode = 'WH404';
  elsif placement.status in ('moving', 'provisioning') and access = 'write' then
    raise exception 'This tenant is being moved; reading works, writing works again in a moment.' using errcode = 'WH503';
  end if;
  perform
    pg_catalog.set_config('app.tenant_id', tenant::text, true),
    pg_catalog.set_config('app.actor', actor::text, true),
    pg_catalog.set_config('search_path', platform.tenant_search_path(placement.schema_name), true),
    pg_catalog.set_config('role', database_role, true);
end
$$;
comment on function platform.enter_scope(uuid, jsonb, text, text) is 'Sets tenant, actor, search path and role for this transaction.';

-- Work across tenants. `home` is the schema whose tenant tables are meant: app, or one dedicated schema.
create or replace function platform.enter_system(actor jsonb, home text) returns void
language plpgsql
as $$
begin
  if coalesce(actor ->> 'reason', '') = '' then
    raise exception 'System work needs a reason.' using errcode = 'insufficient_privilege';
  end if;
  perform
    pg_catalog.set_config('app.tenant_id', '', true),
    pg_catalog.set_config('app.actor', actor::text, true),
    pg_catalog.set_config('search_path', platform.tenant_search_path(home), true),
    pg_catalog.set_config('role', 'wheelhouse_system', true);
end
$$;
comment on function platform.enter_system(jsonb, text) is 'Lets this transaction work across tenants, with a stated reason.';
