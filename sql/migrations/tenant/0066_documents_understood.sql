-- The owner changes rows of all organisations here.
alter table ${app}.documents no force row level security;
alter table ${app}.document_versions no force row level security;
alter table ${app}.document_folders no force row level security;
alter table ${app}.documents drop constraint documents_status_check;
alter table ${app}.documents
  add column vendor_id uuid,
  add column document_class varchar(50),
  add column class_confidence double precision,
  add column classified_by varchar(100),
  add column duplicate_of_document_id uuid,
  add column duplicate_similarity double precision,
  add column text_simhash varchar(16),
  add column readers text[],
  add column archived_at timestamp with time zone,
  add column legal_hold boolean not null default false,
  add column legal_hold_reason text;
update ${app}.documents set archived_at = updated_at where is_archived;
alter table ${app}.documents
  add constraint documents_status_check check (status in ('received', 'sniffed', 'extracted', 'classified', 'entities', 'chunked', 'embedded', 'ready', 'failed')) not valid;
update ${app}.documents set status = 'received' where status = 'extracting';
alter table ${app}.documents validate constraint documents_status_check;
alter table ${app}.documents
  add constraint documents_document_class_check check (document_class in ('vendor_invoice', 'fuel_receipt', 'repair_order', 'purchase_order', 'insurance_certificate', 'vehicle_registration', 'title', 'driver_licence', 'medical_card', 'inspection_report', 'accident_report', 'citation', 'lease', 'toll_statement', 'manual', 'correspondence', 'other')),
  add constraint documents_class_confidence_range check (class_confidence between 0 and 1),
  add constraint documents_class_complete check (num_nulls(document_class, class_confidence, classified_by) in (0, 3)),
  add constraint documents_duplicate_complete check (duplicate_similarity is not null or duplicate_of_document_id is null),
  add constraint documents_duplicate_similarity_range check (duplicate_similarity between 0 and 1),
  add constraint documents_archived_since check (is_archived = (archived_at is not null)),
  add constraint documents_legal_hold_explained check (legal_hold = (legal_hold_reason is not null)),
  add constraint documents_vendor_id_fkey foreign key (tenant_id, vendor_id) references ${app}.vendors (tenant_id, id) deferrable;
alter table ${app}.document_folders add column readers text[];
create index documents_vendor_id_idx on ${app}.documents (tenant_id, vendor_id);
create index documents_document_class_idx on ${app}.documents (tenant_id, document_class);
create index documents_duplicate_of_document_id_idx on ${app}.documents (tenant_id, duplicate_of_document_id);

alter table ${app}.document_versions drop constraint document_versions_status_check;
alter table ${app}.document_versions
  add column restored_from_version integer,
  add column file_type varchar(50),
  add column attempts integer not null default 0,
  add column last_error text,
  add column progress jsonb;
update ${app}.document_versions set status = 'received' where status = 'extracting';
alter table ${app}.document_versions
  add constraint document_versions_status_check check (status in ('received', 'sniffed', 'extracted', 'classified', 'entities', 'chunked', 'embedded', 'ready', 'failed')),
  add constraint document_versions_attempts_not_negative check (attempts >= 0);

create table ${app}.document_pages (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  version_id uuid not null,
  document_id uuid not null,
  page_number integer not null,
  text text not null,
  heading text,
  source varchar(50) not null,
  lines jsonb not null default '[]',
  width_pt double precision,
  height_pt double precision,
  ocr_confidence double precision,
  constraint document_pages_pkey primary key (tenant_id, id),
  constraint document_pages_version_id_page_number_key unique (tenant_id, version_id, page_number),
  constraint document_pages_source_check check (source in ('text', 'ocr', 'none')),
  constraint document_pages_page_number_positive check (page_number > 0),
  constraint document_pages_ocr_confidence_range check (ocr_confidence between 0 and 1)
);
select platform.protect_table(
  '${app}.document_pages', 'What was read from each page of a version: the text, and where each line of it stands.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index document_pages_document_id_idx on ${app}.document_pages (tenant_id, document_id);
comment on column ${app}.document_pages.page_number is 'From 1.';
comment on column ${app}.document_pages.text is 'Lines end in a line feed; paragraphs are parted by an empty line.';
comment on column ${app}.document_pages.heading is 'Its first line that is set clearly larger than the rest.';
comment on column ${app}.document_pages.lines is 'Text, and box in percent of the page (x, y, width, height from its upper left corner), of each line, in reading order.';
comment on column ${app}.document_pages.width_pt is 'Points of 1/72 inch; null where the format knows no pages.';
comment on column ${app}.document_pages.ocr_confidence is '0 to 1, for what was read from a picture.';

create table ${app}.document_ai_analysis (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  document_id uuid,
  version_number integer,
  analysis_type varchar(50) not null,
  provider varchar(50) not null,
  ai_model varchar(100) not null,
  prompt_used text,
  response text,
  confidence_score numeric(3, 2),
  extracted_entities jsonb,
  metadata jsonb not null default '{}',
  input_tokens integer not null default 0,
  output_tokens integer not null default 0,
  cost_usd numeric(12, 6) not null default 0,
  asked_by_user_id uuid,
  analyzed_at timestamp with time zone not null default now(),
  constraint document_ai_analysis_pkey primary key (tenant_id, id),
  constraint document_ai_analysis_analysis_type_check check (analysis_type in ('classification', 'extraction', 'summary', 'qa', 'embedding')),
  constraint document_ai_analysis_provider_check check (provider in ('embedded', 'vertex', 'anthropic')),
  constraint document_ai_analysis_confidence_score_range check (confidence_score between 0 and 1),
  constraint document_ai_analysis_counts_not_negative check (input_tokens >= 0 and output_tokens >= 0 and cost_usd >= 0),
  constraint document_ai_analysis_question_or_document check (document_id is not null or analysis_type = 'qa')
);
select platform.protect_table(
  '${app}.document_ai_analysis', 'What models were asked about documents, what they answered and what that cost.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index document_ai_analysis_document_id_analysis_type_idx on ${app}.document_ai_analysis (tenant_id, document_id, analysis_type);
create index document_ai_analysis_analyzed_at_idx on ${app}.document_ai_analysis (tenant_id, analyzed_at);
create index document_ai_analysis_asked_by_user_id_idx on ${app}.document_ai_analysis (tenant_id, asked_by_user_id);
comment on column ${app}.document_ai_analysis.document_id is 'Null for a question that was asked of many documents.';
comment on column ${app}.document_ai_analysis.provider is 'Who answered: a model in this process, or a service.';
comment on column ${app}.document_ai_analysis.prompt_used is 'What was asked, without the text of the document; null where rules answered.';
comment on column ${app}.document_ai_analysis.response is 'What the model answered, as it answered.';
comment on column ${app}.document_ai_analysis.confidence_score is '0 to 1.';
comment on column ${app}.document_ai_analysis.extracted_entities is 'Fields with value, confidence, page and place; line items.';
comment on column ${app}.document_ai_analysis.cost_usd is 'By the list prices that were configured at that time.';
comment on column ${app}.document_ai_analysis.asked_by_user_id is 'Who asked a question; null for what the analysis asks.';

create table ${app}.document_suggestions (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  document_id uuid not null,
  version_number integer not null,
  kind varchar(50) not null,
  status varchar(50) not null default 'pending',
  confidence double precision not null,
  proposal jsonb not null,
  evidence jsonb not null default '[]',
  match_key varchar(300),
  decision jsonb,
  decided_by_user_id uuid,
  decided_at timestamp with time zone,
  is_automatic boolean not null default false,
  note text,
  constraint document_suggestions_pkey primary key (tenant_id, id),
  constraint document_suggestions_kind_check check (kind in ('class', 'vehicle', 'driver', 'vendor', 'compliance_document', 'vendor_invoice', 'expense')),
  constraint document_suggestions_status_check check (status in ('pending', 'accepted', 'corrected', 'rejected', 'superseded')),
  constraint document_suggestions_confidence_range check (confidence between 0 and 1),
  constraint document_suggestions_decided check ((status in ('accepted', 'corrected', 'rejected')) = (decided_at is not null)),
  constraint document_suggestions_decision_given check ((status in ('accepted', 'corrected')) = (decision is not null))
);
select platform.protect_table(
  '${app}.document_suggestions', 'What the analysis proposes for a document, for a person to accept, correct or reject.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index document_suggestions_document_id_kind_idx on ${app}.document_suggestions (tenant_id, document_id, kind);
create index document_suggestions_status_created_at_desc_idx on ${app}.document_suggestions (tenant_id, status, created_at desc);
create index document_suggestions_kind_match_key_idx on ${app}.document_suggestions (tenant_id, kind, match_key);
create index document_suggestions_decided_by_user_id_idx on ${app}.document_suggestions (tenant_id, decided_by_user_id);
comment on column ${app}.document_suggestions.kind is 'A link to a vehicle, driver or vendor; the class; or a follow-up that is proposed.';
comment on column ${app}.document_suggestions.status is '`superseded` where a newer version of the document, or a new reading of it, proposes anew.';
comment on column ${app}.document_suggestions.confidence is '0 to 1.';
comment on column ${app}.document_suggestions.proposal is 'What is proposed: for a link its id and name; for a follow-up its fields and lines.';
comment on column ${app}.document_suggestions.evidence is 'Where in the document it stands: page, box in percent of the page, text.';
comment on column ${app}.document_suggestions.match_key is 'What the link was found by (a VIN, a name), in the form in which it is compared: what a person decided for it counts for later documents.';
comment on column ${app}.document_suggestions.decision is 'What was accepted, or what a person said instead.';
comment on column ${app}.document_suggestions.decided_by_user_id is 'Null for an API token of no user, and where nobody was asked.';
comment on column ${app}.document_suggestions.is_automatic is 'Nobody was asked: the organisation lets such suggestions be accepted by themselves.';

create table ${app}.document_shares (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  document_id uuid not null,
  shared_by_user_id uuid,
  shared_with_user_id uuid,
  shared_with_role varchar(100),
  shared_with_department_id uuid,
  permission_level varchar(50) not null,
  expires_at timestamp with time zone,
  can_reshare boolean not null default false,
  share_link varchar(255),
  token_hash varchar(64),
  password_hash varchar(255),
  max_access_count integer,
  access_count integer not null default 0,
  last_accessed_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by_user_id uuid,
  constraint document_shares_pkey primary key (tenant_id, id),
  constraint document_shares_share_link_key unique (tenant_id, share_link),
  constraint document_shares_token_hash_key unique (tenant_id, token_hash),
  constraint document_shares_permission_level_check check (permission_level in ('view', 'edit', 'admin')),
  constraint document_shares_one_recipient check (num_nonnulls(shared_with_user_id, shared_with_role, shared_with_department_id, share_link) = 1),
  constraint document_shares_link_has_secret check ((share_link is null) = (token_hash is null)),
  constraint document_shares_link_options check (share_link is not null or (password_hash is null and max_access_count is null)),
  constraint document_shares_link_only_shows check (share_link is null or (permission_level = 'view' and not can_reshare and expires_at is not null)),
  constraint document_shares_max_access_count_positive check (max_access_count > 0),
  constraint document_shares_accesses_counted check ((access_count = 0) = (last_accessed_at is null))
);
select platform.protect_table(
  '${app}.document_shares', 'Documents that were shared: with a user, a role, a department, or with whoever has a link.',
  audit_schema => null, masked => array['token_hash', 'password_hash']::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index document_shares_document_id_idx on ${app}.document_shares (tenant_id, document_id);
create index document_shares_shared_with_user_id_idx on ${app}.document_shares (tenant_id, shared_with_user_id);
create index document_shares_shared_with_role_idx on ${app}.document_shares (tenant_id, shared_with_role);
create index document_shares_shared_with_department_id_idx on ${app}.document_shares (tenant_id, shared_with_department_id);
create index document_shares_shared_by_user_id_idx on ${app}.document_shares (tenant_id, shared_by_user_id);
create index document_shares_revoked_by_user_id_idx on ${app}.document_shares (tenant_id, revoked_by_user_id);
comment on column ${app}.document_shares.shared_by_user_id is 'Null for an API token of no user.';
comment on column ${app}.document_shares.shared_with_role is 'Name of the role.';
comment on column ${app}.document_shares.permission_level is '`view`, `edit` (its file and fields, where the user may write documents), `admin` (also its shares).';
comment on column ${app}.document_shares.can_reshare is 'Whom it is shared with may share it on, with no more than they have.';
comment on column ${app}.document_shares.share_link is 'The part of a link that is no secret, by which it is recognised.';
comment on column ${app}.document_shares.token_hash is 'SHA-256 of the secret of a link, in hex.';
comment on column ${app}.document_shares.password_hash is 'scrypt of the password that a link asks for; null where it asks for none.';
comment on column ${app}.document_shares.max_access_count is 'A link works so many times; null: any number.';
comment on column ${app}.document_shares.access_count is 'How often a link was used.';

create table ${app}.document_comments (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  document_id uuid not null,
  user_id uuid not null,
  comment_text text not null,
  version_number integer not null,
  page_number integer,
  position_x numeric(5, 2),
  position_y numeric(5, 2),
  reply_to_comment_id uuid,
  is_resolved boolean not null default false,
  resolved_by_user_id uuid,
  resolved_at timestamp with time zone,
  constraint document_comments_pkey primary key (tenant_id, id),
  constraint document_comments_comment_text_not_blank check (btrim(comment_text) <> ''),
  constraint document_comments_position_on_page check (position_x between 0 and 100 and position_y between 0 and 100),
  constraint document_comments_position_complete check (num_nulls(position_x, position_y) in (0, 2) and (position_x is null or page_number is not null)),
  constraint document_comments_resolved_at_some_time check (is_resolved = (resolved_at is not null)),
  constraint document_comments_replies_follow check (reply_to_comment_id is null or (page_number is null and not is_resolved))
);
select platform.protect_table(
  '${app}.document_comments', 'What people say about a document, where on which page, with replies.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index document_comments_document_id_created_at_desc_idx on ${app}.document_comments (tenant_id, document_id, created_at desc);
create index document_comments_reply_to_comment_id_idx on ${app}.document_comments (tenant_id, reply_to_comment_id);
create index document_comments_user_id_idx on ${app}.document_comments (tenant_id, user_id);
create index document_comments_resolved_by_user_id_idx on ${app}.document_comments (tenant_id, resolved_by_user_id);
comment on column ${app}.document_comments.version_number is 'The version that it was said of.';
comment on column ${app}.document_comments.page_number is 'Null for the document as a whole.';
comment on column ${app}.document_comments.position_x is 'Percent of the width of the page, from its left side.';
comment on column ${app}.document_comments.position_y is 'Percent of the height of the page, from the top.';
comment on column ${app}.document_comments.reply_to_comment_id is 'The comment that it answers, which is no reply itself.';
comment on column ${app}.document_comments.is_resolved is 'Of a comment with its replies.';

create table ${app}.document_audit_log (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  document_id uuid not null,
  user_id uuid,
  action varchar(50) not null,
  ip_address inet,
  user_agent text,
  details jsonb not null default '{}',
  occurred_at timestamp with time zone not null default clock_timestamp(),
  constraint document_audit_log_pkey primary key (tenant_id, id),
  constraint document_audit_log_action_check check (action in ('created', 'viewed', 'downloaded', 'printed', 'edited', 'version_added', 'version_restored', 'shared', 'share_revoked', 'link_opened', 'commented', 'classified', 'suggestion_decided', 'held', 'released', 'archived', 'restored', 'purged'))
);
select platform.protect_table(
  '${app}.document_audit_log', 'Who did what to which document, also who only looked. Nobody can change it.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => '{}'::text[], touched => false
);
create index document_audit_log_document_id_occurred_at_desc_idx on ${app}.document_audit_log (tenant_id, document_id, occurred_at desc);
create index document_audit_log_user_id_occurred_at_desc_idx on ${app}.document_audit_log (tenant_id, user_id, occurred_at desc);
create index document_audit_log_occurred_at_desc_idx on ${app}.document_audit_log (tenant_id, occurred_at desc);
comment on column ${app}.document_audit_log.user_id is 'Null for a link, for an API token of no user and for the analysis; details say which.';
comment on column ${app}.document_audit_log.details is 'The version, the page, the share, the fields that changed; the actor where it is no user.';

alter table ${app}.document_pages
  add constraint document_pages_version_id_fkey foreign key (tenant_id, version_id)
  references ${app}.document_versions (tenant_id, id) on delete cascade deferrable;
alter table ${app}.document_pages
  add constraint document_pages_document_id_fkey foreign key (tenant_id, document_id)
  references ${app}.documents (tenant_id, id) on delete cascade deferrable;
alter table ${app}.document_ai_analysis
  add constraint document_ai_analysis_document_id_fkey foreign key (tenant_id, document_id)
  references ${app}.documents (tenant_id, id) on delete cascade deferrable;
alter table ${app}.document_ai_analysis
  add constraint document_ai_analysis_asked_by_user_id_fkey foreign key (tenant_id, asked_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.document_suggestions
  add constraint document_suggestions_document_id_fkey foreign key (tenant_id, document_id)
  references ${app}.documents (tenant_id, id) on delete cascade deferrable;
alter table ${app}.document_suggestions
  add constraint document_suggestions_decided_by_user_id_fkey foreign key (tenant_id, decided_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.document_shares
  add constraint document_shares_document_id_fkey foreign key (tenant_id, document_id)
  references ${app}.documents (tenant_id, id) on delete cascade deferrable;
alter table ${app}.document_shares
  add constraint document_shares_shared_by_user_id_fkey foreign key (tenant_id, shared_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.document_shares
  add constraint document_shares_shared_with_user_id_fkey foreign key (tenant_id, shared_with_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.document_shares
  add constraint document_shares_shared_with_department_id_fkey foreign key (tenant_id, shared_with_department_id)
  references ${app}.departments (tenant_id, id) deferrable;
alter table ${app}.document_shares
  add constraint document_shares_revoked_by_user_id_fkey foreign key (tenant_id, revoked_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.document_comments
  add constraint document_comments_document_id_fkey foreign key (tenant_id, document_id)
  references ${app}.documents (tenant_id, id) on delete cascade deferrable;
alter table ${app}.document_comments
  add constraint document_comments_user_id_fkey foreign key (tenant_id, user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.document_comments
  add constraint document_comments_reply_to_comment_id_fkey foreign key (tenant_id, reply_to_comment_id)
  references ${app}.document_comments (tenant_id, id) on delete cascade deferrable;
alter table ${app}.document_comments
  add constraint document_comments_resolved_by_user_id_fkey foreign key (tenant_id, resolved_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;

-- Who may see a document decides over everything that hangs on it, in every statement.
create trigger readers before insert or update of access_control, folder_id, uploaded_by_user_id on ${app}.documents
  for each row execute function platform.document_readers();
-- Named to run after folder_path and folder_path_below.
create trigger readers before insert or update of access_control, parent_folder_id, created_by_user_id on ${app}.document_folders
  for each row execute function platform.document_folder_readers();
create trigger readers_below after update of access_control, parent_folder_id on ${app}.document_folders
  for each row execute function platform.document_folder_readers_below();
-- Access that was noted before it was enforced.
update ${app}.document_folders set access_control = access_control where access_control is not null;
update ${app}.documents set access_control = access_control where access_control is not null or folder_id is not null;
select platform.restrict_documents('${app}.documents');
select platform.restrict_folders('${app}.document_folders');
select platform.restrict_by_document('${app}.document_versions');
select platform.restrict_by_document('${app}.document_pages');
select platform.restrict_by_document('${app}.document_comments');
select platform.restrict_by_document('${app}.document_shares');
select platform.restrict_by_document('${app}.document_suggestions');
select platform.restrict_by_document('${app}.document_ai_analysis');
-- An answer to a question quotes what its asker may see.
create policy asked_by on ${app}.document_ai_analysis as restrictive for all to authenticated_user using (
  document_id is not null or (select platform.sees_all_documents()) or asked_by_user_id = (select platform.current_user_id())
) with check (true);

-- What the columns hold.
comment on column ${app}.documents.document_class is 'What kind of document it is; null until that is known.';
comment on column ${app}.documents.class_confidence is '0 to 1; 1 where a person said so.';
comment on column ${app}.documents.classified_by is 'Model that said so, or `person`.';
comment on column ${app}.documents.duplicate_of_document_id is 'An older document with the same file (similarity 1) or nearly the same text.';
comment on column ${app}.documents.duplicate_similarity is '1 for the same bytes; below 1 the share of equal bits in the fingerprints of the texts.';
comment on column ${app}.documents.text_simhash is 'Fingerprint of the text: 64 bits as hex, of which similar texts have most in common.';
comment on column ${app}.documents.access_control is 'Who may use it: ids of users, names of roles, ids of departments. Null: whoever may use its folder.';
comment on column ${app}.documents.readers is 'Whom accessControl and the folders above allow, as user:<id>, role:<name> or department:<id>; null: everyone. Kept by the database.';
comment on column ${app}.documents.is_archived is 'Not found by search; changed by the verbs archive and restore. The first step of deleting it.';
comment on column ${app}.documents.archived_at is 'Since when it is archived.';
comment on column ${app}.documents.retention_date is 'It must be kept until then.';
comment on column ${app}.documents.legal_hold is 'It must be kept as long as this holds, whatever the retention date.';
comment on column ${app}.documents.legal_hold_reason is 'Why: the case, the claim.';
comment on column ${app}.document_folders.access_control is 'Who may use it and what is in it: ids of users, names of roles, ids of departments. Null: as the folder above.';
comment on column ${app}.document_folders.readers is 'Whom accessControl here or above allows; null: everyone. Kept by the database.';
comment on column ${app}.document_versions.restored_from_version is 'The older version that this one has the file of.';
comment on column ${app}.document_versions.file_type is 'pdf, png, docx, …: of its bytes; null until they were read.';
comment on column ${app}.document_versions.attempts is 'How often the analysis was begun since it last came a step further.';
comment on column ${app}.document_versions.last_error is 'Why the last attempt did not succeed, where it is tried again.';
comment on column ${app}.document_versions.progress is 'Within the step that is under way: done and total, of pages or passages.';

select platform.restrict_document_events('${app}.domain_events');
select platform.restrict_document_audit('${app}.document_audit_log');

-- Nothing that is done to a document goes unnoted.
create trigger document_acts after insert or update or delete on ${app}.documents
  for each row execute function platform.document_acts();
create trigger document_acts after insert on ${app}.document_versions
  for each row execute function platform.document_version_acts();
create trigger document_acts after insert or update on ${app}.document_shares
  for each row execute function platform.document_share_acts();
create trigger document_acts after insert or update or delete on ${app}.document_comments
  for each row execute function platform.document_comment_acts();
create trigger document_acts after update of status on ${app}.document_suggestions
  for each row execute function platform.document_suggestion_acts();

-- Search by words looks at one tenant's passages, and estimates how rare a word is from a sample of them.
drop index ${app}.rag_embeddings_search_vector_idx;
create index rag_embeddings_search_vector_idx on ${app}.rag_embeddings using gin (tenant_id, search_vector);
create index rag_embeddings_sample_idx on ${app}.rag_embeddings (tenant_id, pg_catalog.uuid_hash(id));
create trigger document_goes before delete on ${app}.documents
  for each row execute function platform.document_goes();

alter table ${app}.documents force row level security;
alter table ${app}.document_versions force row level security;
alter table ${app}.document_folders force row level security;
