-- Who may see which document. It is decided here, by row security, so that no query, search or include can forget it.
--
-- A document with `readers` is seen by those and by whom it is shared with; one without by everyone who may read documents. Triggers
-- keep `readers`: access_control of the document, else of the nearest folder above it that has one, and who uploaded it. The
-- analysis and the organisation's administrators (database roles system_admin and compliance_officer) see everything. A folder is
-- seen by its readers where they see all folders above it too: its path says what those are called. API tokens of no user are
-- nobody's reader.

-- Whom a user counts as: user:<id>, role:<name>, department:<id>.
create or replace function platform.document_principals_of(schema_name text, who uuid) returns text[]
language plpgsql stable
as $$
declare
  principals text[];
begin
  execute format(
    'select array[''user:'' || u.id] || coalesce(array[''department:'' || u.department_id], array[]::text[]) || array('
    '  select ''role:'' || r.role_name from %1$I.roles r where r.tenant_id = u.tenant_id and r.is_active and (r.id = u.role_id or r.id in ('
    '    select ur.role_id from %1$I.user_roles ur where ur.tenant_id = u.tenant_id and ur.user_id = u.id and ur.is_active '
    '      and (ur.expires_at is null or ur.expires_at > now())))) '
    'from %1$I.users u where u.tenant_id = $1 and u.id = $2', schema_name)
    into principals using platform.current_tenant_id(), who;
  return array_remove(coalesce(principals, array['user:' || who]), null);
end
$$;
comment on function platform.document_principals_of(text, uuid) is 'Whom a user counts as where documents are restricted.';

create or replace function platform.sees_all_documents() returns boolean
language sql stable
as $$
  select coalesce(platform.current_actor() ->> 'kind', 'system') = 'system'
    or pg_catalog.pg_has_role(platform.scope_role(), 'system_admin', 'member')
    or pg_catalog.pg_has_role(platform.scope_role(), 'compliance_officer', 'member')
$$;
comment on function platform.sees_all_documents() is 'Whether no restriction of documents counts for the current actor.';

-- Found once a transaction, as several statements of it ask.
create or replace function platform.document_principals() returns text[]
language plpgsql stable
as $$
declare
  me text := platform.current_user_id()::text;
  kept text := pg_catalog.current_setting('app.document_principals', true);
  principals text[];
begin
  if me is null then
    return array[]::text[];
  elsif pg_catalog.starts_with(kept, me) then
    return substr(kept, 37)::text[];
  end if;
  principals := platform.document_principals_of(
    (select p.schema_name from platform.tenant_placement(platform.current_tenant_id()) p), me::uuid);
  perform pg_catalog.set_config('app.document_principals', me || principals::text, true);
  return principals;
end
$$;
comment on function platform.document_principals() is 'Whom the current user counts as where documents are restricted.';

-- As the owner: shares are seen by whoever sees the document, which is what is being asked here. Who holds a link acts as a token
-- with its id.
create or replace function platform.documents_shared_with_me(least_level text) returns uuid[]
language plpgsql stable security definer
set search_path = pg_catalog
as $$
declare
  schema_name text;
  token_id uuid := (platform.current_actor() ->> 'tokenId')::uuid;
  principals text[];
  found uuid[];
begin
  if platform.current_user_id() is null and token_id is null then
    return array[]::uuid[];
  end if;
  schema_name := (select p.schema_name from platform.tenant_placement(platform.current_tenant_id()) p);
  principals := platform.document_principals();
  execute format(
    'select coalesce(array_agg(s.document_id), array[]::uuid[]) from %I.document_shares s '
    'where s.tenant_id = $1 and s.revoked_at is null and (s.expires_at is null or s.expires_at > now()) '
    '  and array_position(array[''view'', ''edit'', ''admin''], s.permission_level::text) >= array_position(array[''view'', ''edit'', ''admin''], $3) '
    '  and (''user:'' || s.shared_with_user_id = any ($2) or ''role:'' || s.shared_with_role = any ($2) '
    '    or ''department:'' || s.shared_with_department_id = any ($2) or (s.id = $4 and s.share_link is not null))', schema_name)
    into found
    using platform.current_tenant_id(), principals, least_level, token_id;
  return found;
end
$$;
comment on function platform.documents_shared_with_me(text) is
  'Ids of the documents that are shared with the current user, at least at a level (view, edit, admin).';

-- As the owner: row security of folders asks it.
create or replace function platform.hidden_folder_paths() returns text[]
language plpgsql stable security definer
set search_path = pg_catalog
as $$
declare
  found text[];
begin
  if platform.sees_all_documents() then
    return array[]::text[];
  end if;
  execute format(
    'select coalesce(array_agg(f.path), array[]::text[]) from %I.document_folders f '
    'where f.tenant_id = $1 and f.access_control is not null and not f.readers && $2',
    (select p.schema_name from platform.tenant_placement(platform.current_tenant_id()) p))
    into found using platform.current_tenant_id(), platform.document_principals();
  return found;
end
$$;
comment on function platform.hidden_folder_paths() is 'Paths of the topmost and other folders that the current actor may not see.';
