-- The audit trail, written by the database itself so that no code path can forget it.

create or replace function platform.mask_columns(document jsonb, masked text[]) returns jsonb
language sql immutable parallel safe
as $$
  select case
    when document is null or masked = '{}' then document
    else document || coalesce(
      (select jsonb_object_agg(m, '***') from pg_catalog.unnest(masked) m where document ->> m is not null), '{}')
  end
$$;
comment on function platform.mask_columns(jsonb, text[]) is 'The document with the values of these columns hidden.';

-- Writes one entry. Owned by wheelhouse_system: callers have no right to the table itself, so none can forge or change entries.
create or replace function platform.write_audit(
  audit_schema text, tenant uuid, action text, resource text, resource_key text,
  before_row jsonb, after_row jsonb, changed text[], extra jsonb
) returns void
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  actor jsonb := coalesce(platform.current_actor(), '{}');
begin
  execute format(
    'insert into %I.audit_log (tenant_id, user_id, actor_kind, actor_id, session_id, ip_address, user_agent, action_type, resource_type, '
    'resource_id, old_values, new_values, changed_fields, operation_description, business_context, correlation_id, success, '
    'error_message, request_id, api_endpoint, processing_time_ms, reason, database_role) '
    'values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)', audit_schema)
  using
    tenant,
    (actor ->> 'userId')::uuid,
    coalesce(actor ->> 'kind', 'system'),
    actor ->> 'id',
    actor ->> 'sessionId',
    (actor ->> 'ipAddress')::inet,
    actor ->> 'userAgent',
    action,
    resource,
    resource_key,
    before_row,
    after_row,
    changed,
    coalesce(extra ->> 'description', actor ->> 'operation'),
    extra ->> 'businessContext',
    (actor ->> 'correlationId')::uuid,
    coalesce((extra ->> 'success')::boolean, true),
    extra ->> 'errorMessage',
    actor ->> 'requestId',
    actor ->> 'endpoint',
    (extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000)::integer,
    coalesce(extra ->> 'reason', actor ->> 'reason'),
    current_setting('role');
end
$$;
comment on function platform.write_audit(text, uuid, text, text, text, jsonb, jsonb, text[], jsonb) is 'One entry of the audit trail.';
revoke all on function platform.write_audit(text, uuid, text, text, text, jsonb, jsonb, text[], jsonb) from public;

-- Trigger arguments: the schema of audit_log, the masked columns as an array literal, and (where there are any) the columns that are
-- bookkeeping: a change of nothing else is no entry.
create or replace function platform.audit_row() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  masked text[] := tg_argv[1]::text[];
  unaudited text[] := coalesce(tg_argv[2], '{}')::text[];
  before_row jsonb;
  after_row jsonb;
  changed text[];
begin
  -- Copying a tenant to another placement changes none of its rows; its audit trail is copied with them.
  if platform.is_moving() then
    return null;
  end if;
  if tg_op <> 'INSERT' then before_row := to_jsonb(old); end if;
  if tg_op <> 'DELETE' then after_row := to_jsonb(new); end if;
  if tg_op = 'UPDATE' then
    select array_agg(key order by key) into changed
    from jsonb_each(after_row)
    where value is distinct from before_row -> key and key not in ('updated_at', 'row_version');
    -- Also where nothing changed at all.
    if coalesce(changed, '{}') <@ unaudited then
      return null;
    end if;
  end if;
  perform platform.write_audit(
    tg_argv[0],
    (coalesce(after_row, before_row) ->> 'tenant_id')::uuid,
    case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'update' else 'delete' end,
    tg_table_name::text,
    coalesce(after_row, before_row) ->> 'id',
    platform.mask_columns(before_row, masked),
    platform.mask_columns(after_row, masked),
    changed,
    null
  );
  return null;
end
$$;
comment on function platform.audit_row() is 'Records who changed a row, what it was before and after, and which fields changed.';

-- For acts that change no row: a sign-in, a refused access, a read of something sensitive.
create or replace function platform.record_act(action text, resource text, resource_key text, details jsonb) returns void
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  tenant uuid := platform.current_tenant_id();
  home text;
begin
  if tenant is null then
    raise exception 'An act is recorded inside a tenant scope.' using errcode = 'insufficient_privilege';
  end if;
  select case t.schema_name when 'app' then 'audit' else t.schema_name end into home from platform.tenants t where t.id = tenant;
  perform platform.write_audit(home, tenant, action, resource, resource_key, null, details -> 'values', null, details);
end
$$;
comment on function platform.record_act(text, text, text, jsonb) is 'Records an act that changed no row in the audit trail of the current tenant.';
