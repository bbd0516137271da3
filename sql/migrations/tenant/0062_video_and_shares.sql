create table ${app}.location_shares (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  trip_id uuid,
  route_id uuid,
  label varchar(200),
  token_hash varchar(64) not null,
  shows_name boolean not null default false,
  shows_eta boolean not null default false,
  shows_trail boolean not null default false,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by_user_id uuid,
  created_by_user_id uuid,
  view_count integer not null default 0,
  last_viewed_at timestamp with time zone,
  constraint location_shares_pkey primary key (tenant_id, id),
  constraint location_shares_token_hash_key unique (tenant_id, token_hash),
  constraint location_shares_one_subject check (trip_id is null or route_id is null),
  constraint location_shares_views_counted check ((view_count = 0) = (last_viewed_at is null))
);
select platform.protect_table(
  '${app}.location_shares', 'Links that show people without an account where one vehicle is, for a while.',
  audit_schema => null, masked => array['token_hash']::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index location_shares_vehicle_id_created_at_desc_idx on ${app}.location_shares (tenant_id, vehicle_id, created_at desc);
create index location_shares_expires_at_idx on ${app}.location_shares (tenant_id, expires_at);
create index location_shares_created_by_user_id_idx on ${app}.location_shares (tenant_id, created_by_user_id);
create index location_shares_revoked_by_user_id_idx on ${app}.location_shares (tenant_id, revoked_by_user_id);
comment on column ${app}.location_shares.trip_id is 'The link works while this trip goes on.';
comment on column ${app}.location_shares.route_id is 'The link works until this route has ended, and shows the vehicle while it is driven.';
comment on column ${app}.location_shares.label is 'What the viewer reads above the map.';
comment on column ${app}.location_shares.token_hash is 'SHA-256 of the secret in hex, which is 256 random bits.';
comment on column ${app}.location_shares.shows_name is 'The viewer sees what the vehicle is called.';
comment on column ${app}.location_shares.shows_eta is 'The viewer sees when the route that is being driven will end.';
comment on column ${app}.location_shares.shows_trail is 'The viewer sees where the vehicle was since it was shared.';
comment on column ${app}.location_shares.view_count is 'How often it was looked at.';

create table ${app}.video_telematics_footage (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  driver_id uuid,
  event_id uuid,
  camera_position varchar(20) not null,
  video_url text not null,
  thumbnail_url text,
  content_type varchar(100) not null,
  generation bigint,
  duration_seconds integer not null,
  file_size_bytes bigint,
  resolution varchar(20),
  latitude double precision,
  longitude double precision,
  recorded_at timestamp with time zone not null,
  uploaded_at timestamp with time zone,
  ai_analysis jsonb,
  tags text[] not null default '{}',
  is_archived boolean not null default false,
  is_on_legal_hold boolean not null default false,
  constraint video_telematics_footage_pkey primary key (tenant_id, id),
  constraint video_telematics_footage_camera_position_check check (camera_position in ('forward', 'interior', 'rear', 'side_left', 'side_right')),
  constraint video_telematics_footage_duration_range check (duration_seconds between 1 and 21600),
  constraint video_telematics_footage_file_size_positive check (file_size_bytes > 0),
  constraint video_telematics_footage_arrived check ((uploaded_at is null) = (generation is null) and (uploaded_at is null) = (file_size_bytes is null)),
  constraint video_telematics_footage_place_whole check ((latitude is null) = (longitude is null)),
  constraint video_telematics_footage_latitude_range check (latitude between -90 and 90),
  constraint video_telematics_footage_longitude_range check (longitude between -180 and 180)
);
select platform.protect_table(
  '${app}.video_telematics_footage', 'What cameras of vehicles recorded. The file is in the bucket; who looks at it is recorded.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index video_telematics_footage_vehicle_id_recorded_at_desc_idx on ${app}.video_telematics_footage (tenant_id, vehicle_id, recorded_at desc);
create index video_telematics_footage_driver_id_recorded_at_desc_idx on ${app}.video_telematics_footage (tenant_id, driver_id, recorded_at desc);
create index video_telematics_footage_event_id_idx on ${app}.video_telematics_footage (tenant_id, event_id);
create index video_telematics_footage_recorded_at_idx on ${app}.video_telematics_footage (tenant_id, recorded_at);
comment on column ${app}.video_telematics_footage.driver_id is 'Who was assigned to the vehicle when the footage was registered.';
comment on column ${app}.video_telematics_footage.event_id is 'Gravest driving event (driver_behavior_events) of the vehicle within the footage.';
comment on column ${app}.video_telematics_footage.video_url is 'Object of the video, as gs://bucket/name; it is read by the verb download.';
comment on column ${app}.video_telematics_footage.thumbnail_url is 'Object of a still picture, as gs://bucket/name.';
comment on column ${app}.video_telematics_footage.content_type is 'Media type of the video: video/mp4.';
comment on column ${app}.video_telematics_footage.generation is 'Generation of the object in the bucket.';
comment on column ${app}.video_telematics_footage.file_size_bytes is 'Size of the object that arrived.';
comment on column ${app}.video_telematics_footage.resolution is '1080p, 720p, 4K';
comment on column ${app}.video_telematics_footage.latitude is 'Degrees (WGS 84), where the footage begins.';
comment on column ${app}.video_telematics_footage.longitude is 'Degrees (WGS 84), where the footage begins.';
comment on column ${app}.video_telematics_footage.recorded_at is 'First moment of the footage, by the clock of the camera (UTC).';
comment on column ${app}.video_telematics_footage.uploaded_at is 'When the video had arrived in the bucket (UTC); null until then.';
comment on column ${app}.video_telematics_footage.ai_analysis is 'What a model saw in it: model, and its findings with confidences.';
comment on column ${app}.video_telematics_footage.is_archived is 'Kept beyond the retention.';
comment on column ${app}.video_telematics_footage.is_on_legal_hold is 'Kept until the hold is lifted, whatever else is said.';

alter table ${app}.location_shares
  add constraint location_shares_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.location_shares
  add constraint location_shares_revoked_by_user_id_fkey foreign key (tenant_id, revoked_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.location_shares
  add constraint location_shares_created_by_user_id_fkey foreign key (tenant_id, created_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.video_telematics_footage
  add constraint video_telematics_footage_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.video_telematics_footage
  add constraint video_telematics_footage_driver_id_fkey foreign key (tenant_id, driver_id)
  references ${app}.drivers (tenant_id, id) deferrable;
