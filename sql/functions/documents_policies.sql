-- The policies by which a document, and what hangs on it, is seen (see documents_access.sql).

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
