create table ${app}.document_folders (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  folder_name varchar(255) not null,
  parent_folder_id uuid,
  path text not null,
  description text,
  color varchar(7),
  icon varchar(50),
  access_control jsonb,
  created_by_user_id uuid,
  constraint document_folders_pkey primary key (tenant_id, id),
  constraint document_folders_parent_folder_id_folder_name_key unique nulls not distinct (tenant_id, parent_folder_id, folder_name),
  constraint document_folders_folder_name_form check (folder_name !~ '/' and btrim(folder_name) <> ''),
  constraint document_folders_color_form check (color ~ '^#[0-9a-fA-F]{6}$'),
  constraint document_folders_access_control_object check (jsonb_typeof(access_control) = 'object')
);
select platform.protect_table(
  '${app}.document_folders', 'Folders of documents, a tree.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index document_folders_path_idx on ${app}.document_folders (tenant_id, path);
comment on column ${app}.document_folders.folder_name is 'Unique among the folders beside it; no slash.';
comment on column ${app}.document_folders.parent_folder_id is 'Null for a folder at the top.';
comment on column ${app}.document_folders.path is 'Names from the top down, /parent/child; kept by the database.';
comment on column ${app}.document_folders.color is 'As #rrggbb.';
comment on column ${app}.document_folders.access_control is 'Who may use it: users, roles, departments.';
comment on column ${app}.document_folders.created_by_user_id is 'Null where a file dropped into the bucket brought it.';

create table ${app}.documents (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  document_name varchar(500) not null,
  description text,
  file_name text not null,
  file_type varchar(50),
  file_size_bytes bigint,
  file_url text not null,
  thumbnail_url text,
  folder_id uuid,
  uploaded_by_user_id uuid,
  vehicle_id uuid,
  driver_id uuid,
  entity_type varchar(50),
  entity_id uuid,
  version integer not null default 1,
  analysed_version integer,
  parent_document_id uuid,
  tags varchar(100)[] not null default '{}',
  status varchar(50) not null default 'received',
  failure_reason varchar(50),
  failure_detail text,
  is_scanned_ai boolean not null default false,
  ai_extracted_text text,
  ai_metadata jsonb,
  access_control jsonb,
  is_archived boolean not null default false,
  retention_date date,
  constraint documents_pkey primary key (tenant_id, id),
  constraint documents_entity_type_check check (entity_type in ('vehicle', 'driver', 'policy', 'maintenance')),
  constraint documents_status_check check (status in ('received', 'extracting', 'chunked', 'embedded', 'ready', 'failed')),
  constraint documents_file_url_form check (file_url ~ '^gs://'),
  constraint documents_entity_complete check (num_nulls(entity_type, entity_id) in (0, 2)),
  constraint documents_failure_explained check ((status = 'failed') = (failure_reason is not null)),
  constraint documents_access_control_object check (jsonb_typeof(access_control) = 'object')
);
select platform.protect_table(
  '${app}.documents', 'Files of the organisation, in their current version, with what was read from them.',
  audit_schema => '${audit}', masked => array['ai_extracted_text']::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index documents_entity_type_entity_id_idx on ${app}.documents (tenant_id, entity_type, entity_id);
create index documents_folder_id_idx on ${app}.documents (tenant_id, folder_id);
create index documents_vehicle_id_idx on ${app}.documents (tenant_id, vehicle_id);
create index documents_driver_id_idx on ${app}.documents (tenant_id, driver_id);
create index documents_parent_document_id_idx on ${app}.documents (tenant_id, parent_document_id);
create index documents_uploaded_by_user_id_created_at_desc_idx on ${app}.documents (tenant_id, uploaded_by_user_id, created_at desc);
create index documents_tags_idx on ${app}.documents using gin (tags);
comment on column ${app}.documents.file_name is 'As its owner calls the file: a name, never a path.';
comment on column ${app}.documents.file_type is 'pdf, txt, …: of the name until the file is read, then of its bytes.';
comment on column ${app}.documents.file_url is 'gs:// address of the current version.';
comment on column ${app}.documents.thumbnail_url is 'gs:// address of a small picture of the first page.';
comment on column ${app}.documents.uploaded_by_user_id is 'Null for a file dropped into the bucket and for uploads by an API token of no user.';
comment on column ${app}.documents.entity_type is 'Kind of thing it is about, beyond vehicle and driver.';
comment on column ${app}.documents.version is 'Newest version whose file has arrived.';
comment on column ${app}.documents.analysed_version is 'Version that the text and the passages are of; older than `version` while that is being read or cannot be.';
comment on column ${app}.documents.parent_document_id is 'Document that this one was made from.';
comment on column ${app}.documents.status is 'How far the analysis of the current version has come.';
comment on column ${app}.documents.failure_reason is 'Stable code of why the current version cannot be read: encrypted, corrupt, unsupported_type, …';
comment on column ${app}.documents.failure_detail is 'The same as a sentence.';
comment on column ${app}.documents.is_scanned_ai is 'Whether its text was read from pictures.';
comment on column ${app}.documents.ai_extracted_text is 'Text of the analysed version; pages are parted by a form feed.';
comment on column ${app}.documents.ai_metadata is 'What the analysis found: title, pageCount, chunkCount, model.';
comment on column ${app}.documents.access_control is 'Who may use it: users, roles, departments.';
comment on column ${app}.documents.is_archived is 'Not found by search; changed by the verbs archive and restore.';
comment on column ${app}.documents.retention_date is 'It must be kept until then.';

create table ${app}.document_versions (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  document_id uuid not null,
  version_number integer not null,
  file_name text not null,
  file_url text not null,
  generation bigint,
  content_type varchar(255),
  file_size_bytes bigint,
  checksum varchar(64),
  change_description text,
  changed_by_user_id uuid,
  status varchar(50) not null default 'received',
  failure_reason varchar(50),
  failure_detail text,
  page_count integer,
  chunk_count integer,
  constraint document_versions_pkey primary key (tenant_id, id),
  constraint document_versions_document_id_version_number_key unique (tenant_id, document_id, version_number),
  constraint document_versions_status_check check (status in ('received', 'extracting', 'chunked', 'embedded', 'ready', 'failed')),
  constraint document_versions_version_number_positive check (version_number > 0),
  constraint document_versions_file_url_form check (file_url ~ '^gs://'),
  constraint document_versions_checksum_form check (checksum ~ '^[0-9a-f]{64}$'),
  constraint document_versions_failure_explained check ((status = 'failed') = (failure_reason is not null))
);
select platform.protect_table(
  '${app}.document_versions', 'The files that a document consists of, one after the other.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index document_versions_file_url_generation_idx on ${app}.document_versions (tenant_id, file_url, generation);
create index document_versions_checksum_idx on ${app}.document_versions (tenant_id, checksum);
create index document_versions_changed_by_user_id_idx on ${app}.document_versions (tenant_id, changed_by_user_id);
comment on column ${app}.document_versions.version_number is 'Counts from 1.';
comment on column ${app}.document_versions.file_url is 'gs:// address. Versions dropped under one name share it and differ in generation.';
comment on column ${app}.document_versions.generation is 'Generation of the object in its bucket; null until the file has arrived.';
comment on column ${app}.document_versions.checksum is 'SHA-256 of the file, hexadecimal; null until the file has been read.';
comment on column ${app}.document_versions.changed_by_user_id is 'Null for a file dropped into the bucket and for uploads by an API token of no user.';
comment on column ${app}.document_versions.status is 'How far its analysis has come; `received` also while its upload is awaited.';
comment on column ${app}.document_versions.failure_reason is 'Stable code of why it cannot be read.';
comment on column ${app}.document_versions.chunk_count is 'Passages; 0 for a version that was overtaken before it was read.';

create table ${app}.rag_embeddings (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  source_type varchar(50) not null,
  source_id uuid not null,
  document_version integer not null default 1,
  chunk_index integer not null,
  chunk_text text not null,
  page_from integer,
  page_to integer,
  heading text,
  embedding_vector public.embedding not null,
  model_used varchar(100) not null,
  metadata jsonb not null default '{}',
  search_vector tsvector generated always as (to_tsvector('pg_catalog.english', regexp_replace(coalesce(heading, '') || ' ' || chunk_text, '[^[:alnum:]]+', ' ', 'g'))
    || to_tsvector('pg_catalog.simple', regexp_replace(coalesce(heading, '') || ' ' || chunk_text, '[^[:alnum:]]+', ' ', 'g'))) stored,
  constraint rag_embeddings_pkey primary key (tenant_id, id),
  constraint rag_embeddings_source_t_source_i_document_chunk_in_key unique (tenant_id, source_type, source_id, document_version, chunk_index),
  constraint rag_embeddings_source_type_check check (source_type in ('document', 'policy', 'sop', 'manual'))
);
select platform.protect_table(
  '${app}.rag_embeddings', 'Passages of documents and other texts, for search by meaning and by words.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index rag_embeddings_model_used_idx on ${app}.rag_embeddings (tenant_id, model_used);
create index rag_embeddings_search_vector_idx on ${app}.rag_embeddings using gin (search_vector);
comment on column ${app}.rag_embeddings.source_id is 'The document, policy, … that it is a passage of.';
comment on column ${app}.rag_embeddings.document_version is 'Version of the source.';
comment on column ${app}.rag_embeddings.chunk_index is 'Place among the passages of the source, from 0.';
comment on column ${app}.rag_embeddings.page_from is 'First page it stands on, from 1.';
comment on column ${app}.rag_embeddings.heading is 'The heading it stands under.';
comment on column ${app}.rag_embeddings.embedding_vector is 'Unit vector of heading and text.';
comment on column ${app}.rag_embeddings.model_used is 'Model of the vector; vectors of different models are never compared.';
comment on column ${app}.rag_embeddings.metadata is 'startOffset and endOffset in the text of the document.';
comment on column ${app}.rag_embeddings.search_vector is 'Words of heading and text, as English and as they stand.';

alter table ${app}.document_folders
  add constraint document_folders_parent_folder_id_fkey foreign key (tenant_id, parent_folder_id)
  references ${app}.document_folders (tenant_id, id) deferrable;
alter table ${app}.document_folders
  add constraint document_folders_created_by_user_id_fkey foreign key (tenant_id, created_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.documents
  add constraint documents_folder_id_fkey foreign key (tenant_id, folder_id)
  references ${app}.document_folders (tenant_id, id) deferrable;
alter table ${app}.documents
  add constraint documents_uploaded_by_user_id_fkey foreign key (tenant_id, uploaded_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.documents
  add constraint documents_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.documents
  add constraint documents_driver_id_fkey foreign key (tenant_id, driver_id)
  references ${app}.drivers (tenant_id, id) deferrable;
alter table ${app}.documents
  add constraint documents_parent_document_id_fkey foreign key (tenant_id, parent_document_id)
  references ${app}.documents (tenant_id, id) deferrable;
alter table ${app}.document_versions
  add constraint document_versions_document_id_fkey foreign key (tenant_id, document_id)
  references ${app}.documents (tenant_id, id) on delete cascade deferrable;
alter table ${app}.document_versions
  add constraint document_versions_changed_by_user_id_fkey foreign key (tenant_id, changed_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;

-- Where the server has pgvector.
select platform.create_embedding_index('${app}.rag_embeddings', 'embedding_vector');

-- Folders are a tree.
create trigger lock_tree before insert or update of folder_name, parent_folder_id on ${app}.document_folders
  for each statement execute function platform.document_folder_lock();
create trigger check_cycle before insert or update of parent_folder_id on ${app}.document_folders
  for each row execute function platform.refuse_cycle('parent_folder_id');
create trigger folder_path before insert or update of folder_name, parent_folder_id on ${app}.document_folders
  for each row execute function platform.document_folder_path();
create trigger folder_path_below after update of folder_name, parent_folder_id on ${app}.document_folders
  for each row execute function platform.document_folder_path_below();
