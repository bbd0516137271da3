create table ${app}.change_feed_horizons (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  subject_type varchar(100) not null,
  transaction_id xid8 not null,
  position bigint not null,
  constraint change_feed_horizons_pkey primary key (tenant_id, id),
  constraint change_feed_horizons_subject_type_key unique (tenant_id, subject_type)
);
select platform.protect_table(
  '${app}.change_feed_horizons', 'How far back change feeds reach: for each kind of subject the last event that was deleted. A cursor before it has missed some.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => '{}'::text[], changers => '{}'::text[], touched => true
);
comment on column ${app}.change_feed_horizons.transaction_id is 'With position the place of the event in the feed.';
