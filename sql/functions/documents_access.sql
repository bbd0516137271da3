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

-- Called by migrations. The sub-selects are evaluated once a statement.
create or replace function platform.restrict_documents(target regclass) returns void
language plpgsql
as $$
begin
  execute format('drop policy if exists document_readers on %s', target);
  execute format('drop policy if exists document_editors on %s', target);
  execute format(
    'create policy document_readers on %s as restrictive for all to authenticated_user using ('
    '  readers is null or (select platform.sees_all_documents()) or readers && (select platform.document_principals()) '
    '  or id = any ((select platform.documents_shared_with_me(''view''))::uuid[])) with check (true)', target);
  execute format(
    'create policy document_editors on %s as restrictive for update to authenticated_user using ('
    '  readers is null or (select platform.sees_all_documents()) or readers && (select platform.document_principals()) '
    '  or id = any ((select platform.documents_shared_with_me(''edit''))::uuid[])) with check (true)', target);
end
$$;
comment on function platform.restrict_documents(regclass) is 'Row security by readers and shares, on documents.';

create or replace function platform.restrict_by_document(target regclass) returns void
language plpgsql
as $$
begin
  execute format('drop policy if exists document_readers on %s', target);
  execute format(
    'create policy document_readers on %1$s as restrictive for all to authenticated_user using ('
    '  document_id is null or (select platform.sees_all_documents()) '
    '  or exists (select from %2$I.documents d where d.tenant_id = %3$I.tenant_id and d.id = %3$I.document_id)) with check (true)',
    target,
    (select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target),
    (select c.relname from pg_catalog.pg_class c where c.oid = target));
end
$$;
comment on function platform.restrict_by_document(regclass) is 'Row security of what hangs on a document: whoever sees the document sees it.';

create or replace function platform.restrict_folders(target regclass) returns void
language plpgsql
as $$
begin
  execute format('drop policy if exists folder_readers on %s', target);
  execute format(
    'create policy folder_readers on %s as restrictive for all to authenticated_user using ('
    '  (readers is null or (select platform.sees_all_documents()) or readers && (select platform.document_principals())) '
    '  and not exists (select from unnest((select platform.hidden_folder_paths())) hidden where starts_with(path, hidden || ''/''))) '
    'with check (true)',
    target);
end
$$;
comment on function platform.restrict_folders(regclass) is 'Row security by readers, on folders of documents.';

-- The feeds of changes: an event is seen by whoever sees its document. Events whose subject type begins with "document" are about a
-- document or a folder, or have a documentId. Of what is gone, only that it is gone: such events hold ids only.
create or replace function platform.restrict_document_events(target regclass) returns void
language plpgsql
as $$
declare
  home name := (select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target);
begin
  execute format('drop policy if exists document_readers on %s', target);
  execute format(
    'create policy document_readers on %1$s as restrictive for select to authenticated_user using ('
    '  not starts_with(subject_type, ''document'') or type in (''document.purged'', ''documentShare.revoked'') or (select platform.sees_all_documents()) '
    '  or case when subject_type <> ''documentFolder'' then '
    '    exists (select from %2$I.documents d where d.tenant_id = domain_events.tenant_id '
    '      and d.id = coalesce(domain_events.data ->> ''documentId'', domain_events.subject_id)::uuid) '
    '  when type = ''documentFolder.deleted'' then '
    '    coalesce(jsonb_typeof(data -> ''readers''), ''null'') = ''null'' or data -> ''readers'' ?| (select platform.document_principals()) '
    '  else exists (select from %2$I.document_folders f where f.tenant_id = domain_events.tenant_id and f.id = domain_events.subject_id::uuid) '
    '  end)',
    target, home);
end
$$;
comment on function platform.restrict_document_events(regclass) is 'Row security of events about documents: whoever sees the document sees them.';

-- Auditors see what was done to any document.
create or replace function platform.restrict_document_audit(target regclass) returns void
language plpgsql
as $$
declare
  home name := (select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target);
begin
  execute format('drop policy if exists document_readers on %s', target);
  execute format(
    'create policy document_readers on %1$s as restrictive for select to authenticated_user using ('
    '  (select platform.sees_all_documents() or pg_catalog.pg_has_role(platform.scope_role(), ''audit_admin'', ''member'')) '
    '  or exists (select from %2$I.documents d where d.tenant_id = document_audit_log.tenant_id and d.id = document_audit_log.document_id))',
    target, home);
end
$$;
comment on function platform.restrict_document_audit(regclass) is 'Row security of the audit log of documents.';

-- Rows from before access was enforced may hold anything.
create or replace function platform.json_array(value jsonb) returns jsonb
language sql immutable
as $$ select case jsonb_typeof(value) when 'array' then value else '[]' end $$;
comment on function platform.json_array(jsonb) is 'An array; an empty one for anything else.';

-- {"users": [], "roles": [], "departments": []} as principals; null for no restriction.
create or replace function platform.readers_of_access(access_control jsonb, owner_id uuid) returns text[]
language sql immutable
as $$
  select case when access_control is null then null else
    array(
      select distinct principal from (
        select 'user:' || value as principal from jsonb_array_elements_text(platform.json_array(access_control -> 'users')) as value
        union all
        select 'role:' || value from jsonb_array_elements_text(platform.json_array(access_control -> 'roles')) as value
        union all
        select 'department:' || value from jsonb_array_elements_text(platform.json_array(access_control -> 'departments')) as value
        union all
        select 'user:' || owner_id where owner_id is not null
      ) all_of_them
      order by principal)
  end
$$;
comment on function platform.readers_of_access(jsonb, uuid) is 'Whom an access_control allows.';

-- The nearest access_control of a folder and those above it decides.
create or replace function platform.readers_of_folder(schema_name text, tenant uuid, folder uuid) returns text[]
language plpgsql stable
as $$
declare
  readers text[];
begin
  execute format(
    'with recursive up as ('
    '  select id, parent_folder_id, access_control, created_by_user_id, 0 as depth from %1$I.document_folders where tenant_id = $1 and id = $2 '
    '  union all '
    '  select f.id, f.parent_folder_id, f.access_control, f.created_by_user_id, depth + 1 '
    '  from up join %1$I.document_folders f on f.tenant_id = $1 and f.id = up.parent_folder_id where up.access_control is null and depth < 100'
    ') select platform.readers_of_access(access_control, created_by_user_id) from up where access_control is not null order by depth limit 1',
    schema_name) into readers using tenant, folder;
  return readers;
end
$$;
comment on function platform.readers_of_folder(text, uuid, uuid) is 'Whom a folder and those above it allow; null: everyone.';

create or replace function platform.refuse_lock_out(readers text[]) returns void
language plpgsql stable
as $$
begin
  if readers is not null and not platform.sees_all_documents() and not readers && platform.document_principals() then
    raise exception 'You would lose access yourself. Add yourself to users.' using errcode = 'WH422', column = 'access_control';
  end if;
end
$$;
comment on function platform.refuse_lock_out(text[]) is 'Nobody shuts themselves out by mistake.';

-- A folder that the actor does not see does not exist for them: the same error as the foreign key's. Called with the rights of the
-- system, so it looks at the readers itself.
create or replace function platform.refuse_hidden_folder(schema_name text, tenant uuid, folder uuid, key_table text, key_name text) returns void
language plpgsql stable
as $$
declare
  is_hidden boolean;
begin
  if folder is null or platform.sees_all_documents() then
    return;
  end if;
  execute format(
    'with recursive up as ('
    '  select id, parent_folder_id, readers from %1$I.document_folders where tenant_id = $1 and id = $2 '
    '  union '
    '  select f.id, f.parent_folder_id, f.readers from up join %1$I.document_folders f on f.tenant_id = $1 and f.id = up.parent_folder_id'
    ') select coalesce(bool_or(readers is not null and not readers && $3), false) from up', schema_name)
    into is_hidden using tenant, folder, platform.document_principals();
  if is_hidden then
    raise exception 'insert or update on table "%" violates foreign key constraint "%"', key_table, key_name
      using errcode = 'foreign_key_violation', schema = schema_name, table = key_table, constraint = key_name,
        detail = 'Key is not present in table "document_folders".';
  end if;
end
$$;
comment on function platform.refuse_hidden_folder(text, uuid, uuid, text, text) is 'Nothing is put into a folder that the actor does not see.';

-- Before insert, or update of access_control, folder_id, uploaded_by_user_id, on documents. With the rights of the system: the folders
-- that decide may be hidden from who changes a document that is shared with them.
create or replace function platform.document_readers() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  if platform.is_moving() then
    return new;
  end if;
  if tg_op = 'INSERT' or new.folder_id is distinct from old.folder_id then
    perform platform.refuse_hidden_folder(tg_table_schema, new.tenant_id, new.folder_id, 'documents', 'documents_folder_id_fkey');
  end if;
  new.readers := case
    when new.access_control is not null then platform.readers_of_access(new.access_control, new.uploaded_by_user_id)
    else platform.readers_of_folder(tg_table_schema, new.tenant_id, new.folder_id)
  end;
  -- Who uploaded it sees it wherever it is. Null, for everyone, stays null.
  if new.readers is not null and new.uploaded_by_user_id is not null and not 'user:' || new.uploaded_by_user_id = any (new.readers) then
    new.readers := new.readers || array['user:' || new.uploaded_by_user_id];
  end if;
  if (tg_op = 'INSERT' or new.readers is distinct from old.readers)
    and not new.id = any (platform.documents_shared_with_me('view')) then
    perform platform.refuse_lock_out(new.readers);
  end if;
  return new;
end
$$;
comment on function platform.document_readers() is 'Keeps readers of documents.';

-- Before insert, or update of access_control, parent_folder_id, created_by_user_id, on document_folders; after the trigger that fills in
-- who made it.
create or replace function platform.document_folder_readers() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  if platform.is_moving() then
    return new;
  end if;
  if tg_op = 'INSERT' or new.parent_folder_id is distinct from old.parent_folder_id then
    perform platform.refuse_hidden_folder(
      tg_table_schema, new.tenant_id, new.parent_folder_id, 'document_folders', 'document_folders_parent_folder_id_fkey');
  end if;
  new.readers := case
    when new.access_control is not null then platform.readers_of_access(new.access_control, new.created_by_user_id)
    else platform.readers_of_folder(tg_table_schema, new.tenant_id, new.parent_folder_id)
  end;
  if tg_op = 'INSERT' or new.readers is distinct from old.readers then
    perform platform.refuse_lock_out(new.readers);
  end if;
  return new;
end
$$;
comment on function platform.document_folder_readers() is 'Keeps readers of folders.';

-- After update of access_control or parent_folder_id on document_folders; after the paths below were told.
create or replace function platform.document_folder_readers_below() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  if platform.is_moving() or new.readers is not distinct from old.readers then
    return null;
  end if;
  execute format(
    'update %1$I.document_folders f set readers = platform.readers_of_folder(%1$L, f.tenant_id, f.id) '
    'where f.tenant_id = $1 and starts_with(f.path, $2 || ''/'') and f.access_control is null', tg_table_schema)
    using new.tenant_id, new.path;
  execute format(
    'update %1$I.documents d set folder_id = d.folder_id from %1$I.document_folders f '
    'where d.tenant_id = $1 and f.tenant_id = $1 and d.folder_id = f.id and d.access_control is null '
    '  and (f.id = $3 or starts_with(f.path, $2 || ''/''))', tg_table_schema)
    using new.tenant_id, new.path, new.id;
  return null;
end
$$;
comment on function platform.document_folder_readers_below() is 'Tells folders and documents below who may see them.';
