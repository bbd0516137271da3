create table ${app}.document_staged_passages (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  version_id uuid not null,
  chunk_index integer not null,
  text_hash varchar(64) not null,
  model_used varchar(100) not null,
  embedding_vector public.embedding not null,
  constraint document_staged_passages_pkey primary key (tenant_id, id),
  constraint document_staged_passages_version_id_chunk_index_key unique (tenant_id, version_id, chunk_index)
);
select platform.protect_table(
  '${app}.document_staged_passages', 'Vectors of a version that is being read, until all of its passages are put in service together.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
comment on column ${app}.document_staged_passages.text_hash is 'SHA-256 of the text that the vector is of, in hex.';

alter table ${app}.document_staged_passages
  add constraint document_staged_passages_version_id_fkey foreign key (tenant_id, version_id)
  references ${app}.document_versions (tenant_id, id) on delete cascade deferrable;
