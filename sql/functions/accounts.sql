-- Users and the control plane's directory of who may sign in where.

-- Rows of a tenant that is being moved are copied as they are. Only sessions of the owner move tenants; those of the functions cannot
-- switch triggers off this way, even where one login acts as either.
create or replace function platform.is_moving() returns boolean
language sql stable
as $$ select pg_catalog.current_setting('app.moving', true) = 'on' and pg_catalog.pg_has_role(platform.scope_role(), 'wheelhouse_owner', 'member') $$;
comment on function platform.is_moving() is 'Whether this transaction copies the rows of a tenant to another placement.';

create or replace function platform.is_system() returns boolean
language sql stable
as $$ select pg_catalog.pg_has_role(current_user, 'wheelhouse_system', 'member') $$;
comment on function platform.is_system() is 'Whether the current role may work across tenants.';

-- Before insert or update on users.
create or replace function platform.complete_user() returns trigger
language plpgsql
as $$
declare
  acting_user uuid;
begin
  if platform.is_moving() then
    return new;
  end if;
  new.email := pg_catalog.lower(pg_catalog.btrim(new.email));
  -- The acting user may belong to no row here: an operator of the platform, for example.
  execute format('select id from %I.users where tenant_id = $1 and id = $2', tg_table_schema)
    into acting_user using new.tenant_id, platform.current_user_id();
  if tg_op = 'INSERT' then
    new.created_by := acting_user;
    if new.role_id is null then
      execute format('select id from %I.roles where tenant_id = $1 and is_default', tg_table_schema) into new.role_id using new.tenant_id;
    end if;
    return new;
  end if;
  new.updated_by := coalesce(acting_user, new.updated_by);
  -- Whoever holds the address signs in as this user, so changing it hands the user's rights over.
  if new.email <> old.email and not platform.is_system() and current_setting('app.email_change', true) is distinct from 'on' then
    raise exception 'The e-mail address of a user is changed with users/{id}:changeEmail.' using errcode = 'WH422', column = 'email';
  end if;
  return new;
end
$$;
comment on function platform.complete_user() is 'Default role, lower-case address, and who created or changed a user.';

-- After insert, delete or update of email and account_status on users.
create or replace function platform.sync_account() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  if platform.is_moving() then
    return null;
  end if;
  if tg_op = 'DELETE' then
    delete from platform.accounts where tenant_id = old.tenant_id and user_id = old.id;
    return null;
  end if;
  insert into platform.accounts as account (tenant_id, user_id, email, is_active)
  values (new.tenant_id, new.id, lower(new.email), new.account_status in ('active', 'pending_verification'))
  on conflict (tenant_id, user_id) do update
  set email = excluded.email,
    is_active = excluded.is_active,
    -- A new address has to be proved again.
    firebase_uid = case when account.email = excluded.email then account.firebase_uid end;
  return null;
end
$$;
comment on function platform.sync_account() is 'Keeps platform.accounts as users are.';
