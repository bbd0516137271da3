create table ${platform}.tenants (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  name varchar(255) not null,
  slug varchar(50) not null,
  placement varchar(50) not null default 'pooled',
  schema_name varchar(63) not null default 'app',
  status varchar(50) not null default 'provisioning',
  status_reason text,
  company_size varchar(50),
  industry varchar(100),
  is_active boolean generated always as (status in ('active', 'moving')) stored,
  trial_ends_at timestamp with time zone,
  onboarding_completed boolean not null default false,
  settings jsonb not null default '{}',
  constraint tenants_pkey primary key (id),
  constraint tenants_slug_key unique (slug),
  constraint tenants_placement_check check (placement in ('pooled', 'dedicated')),
  constraint tenants_status_check check (status in ('provisioning', 'active', 'moving', 'suspended', 'deleting')),
  constraint tenants_slug_format check (slug ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  constraint tenants_schema_of_placement check ((placement = 'pooled') = (schema_name = 'app'))
);
select platform.protect_platform_table('${platform}.tenants', 'Customer organisations and where their rows live.', 'id', true);
create index tenants_is_active_idx on ${platform}.tenants (is_active);
create unique index tenants_schema_name_idx on ${platform}.tenants (schema_name) where placement = 'dedicated';
comment on column ${platform}.tenants.slug is 'Short name in addresses and schema names: lower-case letters, digits and hyphens.';
comment on column ${platform}.tenants.placement is 'pooled: rows in the shared schemas; dedicated: a schema of its own.';
comment on column ${platform}.tenants.schema_name is 'app for pooled tenants, tenant_<slug> for dedicated ones.';
comment on column ${platform}.tenants.status_reason is 'Why it is suspended, shown to its users.';
comment on column ${platform}.tenants.is_active is 'Whether its users may sign in.';

create table ${platform}.domains (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  tenant_id uuid not null,
  domain varchar(253) not null,
  is_primary boolean not null default false,
  is_verified boolean not null default false,
  verification_token varchar(64),
  constraint domains_pkey primary key (id),
  constraint domains_domain_key unique (domain),
  constraint domains_domain_format check (domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$')
);
select platform.protect_platform_table('${platform}.domains', 'Internet domains of tenants; a verified one lets its users find their tenant.', 'tenant_id', true);
create index domains_tenant_id_idx on ${platform}.domains (tenant_id);
create unique index domains_one_primary on ${platform}.domains (tenant_id) where is_primary;
comment on column ${platform}.domains.verification_token is 'Value to publish in the TXT record _wheelhouse.<domain>.';

create table ${platform}.accounts (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  tenant_id uuid not null,
  user_id uuid not null,
  email varchar(255) not null,
  firebase_uid varchar(128),
  is_active boolean not null default true,
  constraint accounts_pkey primary key (id),
  constraint accounts_tenant_id_user_id_key unique (tenant_id, user_id),
  constraint accounts_tenant_id_email_key unique (tenant_id, email)
);
select platform.protect_platform_table('${platform}.accounts', 'Which users of which tenants a sign-in stands for; kept by a trigger on users.', null, true);
create index accounts_firebase_uid_idx on ${platform}.accounts (firebase_uid);
create index accounts_email_idx on ${platform}.accounts (email);
comment on column ${platform}.accounts.firebase_uid is 'Set at the first sign-in with a verified e-mail address.';

create table ${platform}.operators (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  email varchar(255) not null,
  firebase_uid varchar(128),
  constraint operators_pkey primary key (id),
  constraint operators_email_key unique (email),
  constraint operators_firebase_uid_key unique (firebase_uid)
);
select platform.protect_platform_table('${platform}.operators', 'People who operate the platform itself: they create, move and suspend tenants, and see no tenant data by it.', null, true);

create table ${platform}.rejected_messages (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  trigger varchar(50) not null,
  source text not null,
  message_id varchar(255) not null,
  reason varchar(100) not null,
  detail text not null,
  payload jsonb not null,
  received_at timestamp with time zone not null default now(),
  resolved_at timestamp with time zone,
  constraint rejected_messages_pkey primary key (id),
  constraint rejected_messages_source_message_id_key unique (source, message_id),
  constraint rejected_messages_trigger_check check (trigger in ('pubsub', 'storage', 'schedule'))
);
select platform.protect_platform_table('${platform}.rejected_messages', 'What arrived for no tenant and could not be handled: a message that is no JSON, an object outside any tenant''s folder.', null, true);
create index rejected_messages_received_at_idx on ${platform}.rejected_messages (received_at);
comment on column ${platform}.rejected_messages.source is 'Topic or bucket.';
comment on column ${platform}.rejected_messages.reason is 'Stable code of why: malformed, unknown_tenant, outside_tenant_folder, …';
comment on column ${platform}.rejected_messages.payload is 'The message as it came; bytes that are no JSON as base64.';

create table ${platform}.rate_limit_windows (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  subject varchar(100) not null,
  window_start timestamp with time zone not null,
  granted integer not null,
  constraint rate_limit_windows_pkey primary key (id),
  constraint rate_limit_windows_subject_window_start_key unique (subject, window_start)
);
select platform.protect_platform_table('${platform}.rate_limit_windows', 'Requests granted to an API token or user within an hour, over all instances.', null, true);
create index rate_limit_windows_window_start_idx on ${platform}.rate_limit_windows (window_start);

create table ${platform}.idempotency_keys (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  actor varchar(100) not null,
  key varchar(255) not null,
  request_hash varchar(64) not null,
  response_status integer,
  response_headers jsonb,
  response_body text,
  expires_at timestamp with time zone not null,
  constraint idempotency_keys_pkey primary key (id),
  constraint idempotency_keys_actor_key_key unique (actor, key)
);
select platform.protect_platform_table('${platform}.idempotency_keys', 'Answers already given to requests with an Idempotency-Key on the control plane.', null, true);
create index idempotency_keys_expires_at_idx on ${platform}.idempotency_keys (expires_at);

alter table ${platform}.domains
  add constraint domains_tenant_id_fkey foreign key (tenant_id)
  references ${platform}.tenants (id) on delete cascade deferrable;
alter table ${platform}.accounts
  add constraint accounts_tenant_id_fkey foreign key (tenant_id)
  references ${platform}.tenants (id) on delete cascade deferrable;
