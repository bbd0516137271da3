-- Triggers that keep the readers of documents and folders (see documents_access.sql).

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
