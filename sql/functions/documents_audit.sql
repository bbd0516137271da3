-- The audit log of documents. Changes are noted by triggers, so that no code can forget them; looks and downloads by the verbs that show
-- something of a file.

create or replace function platform.record_document_act(document uuid, action text, details jsonb) returns void
language plpgsql
as $$
declare
  actor jsonb := coalesce(platform.current_actor(), '{}');
begin
  insert into document_audit_log (document_id, user_id, action, ip_address, user_agent, details)
  values (document, platform.current_user_id(), action, (actor ->> 'ipAddress')::inet, actor ->> 'userAgent',
    details || platform.document_actor());
end
$$;
comment on function platform.record_document_act(uuid, text, jsonb) is 'Notes that the current actor did something with a document.';

-- What the log says of an actor who is no user.
create or replace function platform.document_actor() returns jsonb
language sql stable
as $$
  select case when platform.current_user_id() is not null then '{}'
    else jsonb_build_object('actor', jsonb_build_object('kind', coalesce(platform.current_actor() ->> 'kind', 'system'),
      'id', coalesce(platform.current_actor() ->> 'tokenId', platform.current_actor() ->> 'reason'))) end
$$;
comment on function platform.document_actor() is 'An actor who is no user, for details of the audit log of documents.';

-- The same for triggers, which know the schema and may run outside a tenant's scope.
create or replace function platform.insert_document_act(schema_name text, tenant uuid, document uuid, action text, details jsonb) returns void
language plpgsql
as $$
declare
  actor jsonb := coalesce(platform.current_actor(), '{}');
begin
  execute format(
    'insert into %I.document_audit_log (tenant_id, document_id, user_id, action, ip_address, user_agent, details) values ($1, $2, $3, $4, $5, $6, $7)',
    schema_name)
    using tenant, document, platform.current_user_id(), action, (actor ->> 'ipAddress')::inet, actor ->> 'userAgent',
      jsonb_strip_nulls(details) || platform.document_actor();
end
$$;
comment on function platform.insert_document_act(text, uuid, uuid, text, jsonb) is 'Notes an act, for triggers.';

-- Fields that differ, as the interface spells them, out of those that people give a document. What the analysis finds is no edit.
create or replace function platform.edited_document_fields(before_row jsonb, after_row jsonb) returns text[]
language sql immutable
as $$
  select array(
    select (select string_agg(case when n = 1 then word else initcap(word) end, '' order by n)
      from regexp_split_to_table(key, '_') with ordinality as w (word, n))
    from unnest(array['document_name', 'description', 'folder_id', 'vehicle_id', 'driver_id', 'vendor_id', 'entity_type', 'entity_id',
      'parent_document_id', 'tags', 'access_control', 'retention_date']) key
    where before_row -> key is distinct from after_row -> key order by 1)
$$;
comment on function platform.edited_document_fields(jsonb, jsonb) is 'Fields of a document that somebody changed.';

-- After insert, update or delete on documents.
create or replace function platform.document_acts() returns trigger
language plpgsql
as $$
declare
  fields text[];
begin
  if platform.is_moving() then
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.id, 'created', jsonb_build_object('fileName', new.file_name));
    return null;
  elsif tg_op = 'DELETE' then
    perform platform.insert_document_act(tg_table_schema, old.tenant_id, old.id, 'purged', jsonb_build_object('documentName', old.document_name));
    return null;
  end if;
  fields := platform.edited_document_fields(to_jsonb(old), to_jsonb(new));
  if fields <> '{}' then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.id, 'edited', jsonb_build_object('fields', fields));
  end if;
  if new.is_archived <> old.is_archived then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.id, case when new.is_archived then 'archived' else 'restored' end, '{}');
  end if;
  if new.legal_hold <> old.legal_hold then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.id, case when new.legal_hold then 'held' else 'released' end,
      jsonb_build_object('legalHoldReason', coalesce(new.legal_hold_reason, old.legal_hold_reason)));
  end if;
  if new.document_class is distinct from old.document_class then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.id, 'classified',
      jsonb_build_object('documentClass', new.document_class, 'classifiedBy', new.classified_by));
  end if;
  return null;
end
$$;
comment on function platform.document_acts() is 'Notes what happens to a document in its audit log.';

-- After insert on document_versions. The first version is the document itself.
create or replace function platform.document_version_acts() returns trigger
language plpgsql
as $$
begin
  if new.version_number > 1 and not platform.is_moving() then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.document_id,
      case when new.restored_from_version is null then 'version_added' else 'version_restored' end,
      jsonb_build_object('versionNumber', new.version_number, 'restoredFromVersion', new.restored_from_version));
  end if;
  return null;
end
$$;
comment on function platform.document_version_acts() is 'Notes new versions in the audit log of their document.';

-- After insert or update on document_shares.
create or replace function platform.document_share_acts() returns trigger
language plpgsql
as $$
begin
  if platform.is_moving() then
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.document_id, 'shared', jsonb_build_object(
      'shareId', new.id, 'userId', new.shared_with_user_id, 'role', new.shared_with_role, 'departmentId', new.shared_with_department_id,
      'link', new.share_link, 'permissionLevel', new.permission_level, 'expiresAt', new.expires_at));
  elsif new.access_count > old.access_count then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.document_id, 'link_opened',
      jsonb_build_object('shareId', new.id, 'link', new.share_link, 'accessCount', new.access_count));
  elsif new.revoked_at is not null and old.revoked_at is null then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.document_id, 'share_revoked', jsonb_build_object('shareId', new.id));
  end if;
  return null;
end
$$;
comment on function platform.document_share_acts() is 'Notes shares, their use and their end in the audit log of their document.';

-- After insert, update or delete on document_comments.
create or replace function platform.document_comment_acts() returns trigger
language plpgsql
as $$
declare
  act text;
begin
  if platform.is_moving() then
    return null;
  end if;
  if tg_op = 'DELETE' then
    -- Not where the document itself goes.
    execute format('select ''deleted'' from %I.documents where tenant_id = $1 and id = $2', tg_table_schema) into act using old.tenant_id, old.document_id;
  elsif tg_op = 'INSERT' then
    act := case when new.reply_to_comment_id is null then 'made' else 'replied' end;
  elsif new.is_resolved <> old.is_resolved then
    act := case when new.is_resolved then 'resolved' else 'reopened' end;
  elsif new.comment_text <> old.comment_text then
    act := 'changed';
  end if;
  if act is not null then
    perform platform.insert_document_act(tg_table_schema, coalesce(new.tenant_id, old.tenant_id), coalesce(new.document_id, old.document_id),
      'commented', jsonb_build_object('commentId', coalesce(new.id, old.id), 'act', act));
  end if;
  return null;
end
$$;
comment on function platform.document_comment_acts() is 'Notes comments in the audit log of their document.';

-- After update of status on document_suggestions.
create or replace function platform.document_suggestion_acts() returns trigger
language plpgsql
as $$
begin
  if new.status in ('accepted', 'corrected', 'rejected') and new.status <> old.status and not platform.is_moving() then
    perform platform.insert_document_act(tg_table_schema, new.tenant_id, new.document_id, 'suggestion_decided',
      jsonb_build_object('suggestionId', new.id, 'kind', new.kind, 'status', new.status));
  end if;
  return null;
end
$$;
comment on function platform.document_suggestion_acts() is 'Notes decisions about suggestions in the audit log of their document.';
