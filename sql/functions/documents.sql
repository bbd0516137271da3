-- Folders of documents: a materialised path that is right whoever moves or renames what at the same time.

-- One change of a tenant's tree at a time (the lock that refuse_cycle takes for new parents): a child must not read the path of a parent
-- that is being renamed, nor miss being told.
create or replace function platform.lock_document_folders(tenant uuid) returns void
language sql
as $$ select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(tenant || '.document_folders.parent_folder_id', 0)) $$;
comment on function platform.lock_document_folders(uuid) is 'Serializes changes of the tree of folders.';

-- Before each statement that changes the tree: taken before any row is locked, so that two changes wait instead of deadlocking.
create or replace function platform.document_folder_lock() returns trigger
language plpgsql
as $$
begin
  if platform.current_tenant_id() is not null and not platform.is_moving() then
    perform platform.lock_document_folders(platform.current_tenant_id());
  end if;
  return null;
end
$$;
comment on function platform.document_folder_lock() is 'Takes the lock of the tree before its rows.';

-- Before insert, or update of name or parent, on document_folders. Runs after platform.refuse_cycle. With the rights of the system, as is
-- the next: some of the folders may be hidden from who moves this one.
create or replace function platform.document_folder_path() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  parent_path text;
begin
  if platform.is_moving() then
    return new;
  end if;
  perform platform.lock_document_folders(new.tenant_id);
  if new.parent_folder_id is not null then
    execute format('select path from %I.document_folders where tenant_id = $1 and id = $2', tg_table_schema)
      into parent_path using new.tenant_id, new.parent_folder_id;
  end if;
  new.path := coalesce(parent_path, '') || '/' || new.folder_name;
  if tg_op = 'INSERT' and new.created_by_user_id is null then
    execute format('select id from %I.users where tenant_id = $1 and id = platform.current_user_id()', tg_table_schema)
      into new.created_by_user_id using new.tenant_id;
  end if;
  perform platform.refuse_long_path(new.path);
  return new;
end
$$;
comment on function platform.document_folder_path() is 'The names from the top down to a folder, and who made it.';

-- After update of name or parent on document_folders.
create or replace function platform.document_folder_path_below() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  if new.path = old.path or platform.is_moving() then
    return null;
  end if;
  execute format(
    'with moved as ('
    '  update %I.document_folders set path = $2 || substr(path, length($3) + 1)'
    '  where tenant_id = $1 and starts_with(path, $3 || ''/'') returning path'
    ') select platform.refuse_long_path(path) from moved order by octet_length(path) desc limit 1', tg_table_schema)
    using new.tenant_id, new.path, old.path;
  return null;
end
$$;
comment on function platform.document_folder_path_below() is 'Passes a changed path on to the folders below.';

create or replace function platform.refuse_long_path(path text) returns void
language plpgsql
as $$
begin
  -- An index entry holds 2,700 bytes.
  if octet_length(path) > 2000 then
    raise exception 'The path of a folder can have at most 2,000 bytes; this one would have %.', octet_length(path) using errcode = 'WH422';
  end if;
end
$$;
comment on function platform.refuse_long_path(text) is 'Refuses folders that are nested too deep.';

-- Before delete on documents. With the rights of the system: documents that were made from this one may be hidden from who deletes it.
create or replace function platform.document_goes() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  -- Organisations that leave take everything with them.
  if platform.is_moving() or platform.current_tenant_id() is null then
    return old;
  end if;
  if old.legal_hold then
    raise exception 'Document % is under legal hold: %', old.id, old.legal_hold_reason using errcode = 'WH422';
  end if;
  execute format('update %I.documents set parent_document_id = null where tenant_id = $1 and parent_document_id = $2', tg_table_schema)
    using old.tenant_id, old.id;
  -- Passages are of many kinds of sources, so no foreign key takes them along.
  execute format('delete from %I.rag_embeddings where tenant_id = $1 and source_id = $2', tg_table_schema) using old.tenant_id, old.id;
  return old;
end
$$;
comment on function platform.document_goes() is 'Keeps documents under legal hold, and takes along what no foreign key does.';
