create table ${app}.vehicle_locations (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  recorded_at timestamp with time zone not null,
  latitude double precision not null,
  longitude double precision not null,
  altitude_m double precision,
  speed_kph double precision,
  heading_deg double precision,
  accuracy_m double precision,
  source varchar(50) not null,
  device_id varchar(50) not null,
  sequence bigint,
  odometer_km double precision,
  received_at timestamp with time zone not null,
  constraint vehicle_locations_pkey primary key (tenant_id, vehicle_id, recorded_at, id)
) partition by range (recorded_at);
select platform.protect_table(
  '${app}.vehicle_locations', 'Where vehicles were: one row a reading, however often it is delivered, as its id is made of the reading (UUID version 8: milliseconds of recorded_at, then a hash of vehicle, device and content).',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => '{}'::text[], touched => false
);
create index vehicle_locations_recorded_at_desc_idx on ${app}.vehicle_locations (tenant_id, recorded_at desc);
comment on column ${app}.vehicle_locations.recorded_at is 'When the device measured it, by the device''s clock (UTC, milliseconds).';
comment on column ${app}.vehicle_locations.latitude is 'Degrees (WGS 84), north positive. Double precision: finer than any receiver, and half the size of an exact decimal.';
comment on column ${app}.vehicle_locations.longitude is 'Degrees (WGS 84), east positive. Double precision, as the latitude.';
comment on column ${app}.vehicle_locations.altitude_m is 'Metres above mean sea level. Measurements are double precision, as the latitude.';
comment on column ${app}.vehicle_locations.speed_kph is 'Speed over ground in km/h.';
comment on column ${app}.vehicle_locations.heading_deg is 'Direction of travel in degrees clockwise from true north, 0 to 360.';
comment on column ${app}.vehicle_locations.accuracy_m is 'Radius in metres within which the true place probably is.';
comment on column ${app}.vehicle_locations.source is 'Where the reading came from: device, obd, manual, or the name of a telematics provider.';
comment on column ${app}.vehicle_locations.device_id is 'Device that measured it.';
comment on column ${app}.vehicle_locations.sequence is 'Number that the device gave the reading, if it counts them.';
comment on column ${app}.vehicle_locations.vehicle_id is 'Vehicle that the device was linked to when the reading was stored.';
comment on column ${app}.vehicle_locations.odometer_km is 'Total distance that the vehicle has covered, as its odometer shows it.';
comment on column ${app}.vehicle_locations.received_at is 'When the first delivery reached the cloud (UTC).';
select platform.ensure_partitions('${app}.vehicle_locations', current_date, 2);

create table ${app}.vehicle_state (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  location_id uuid not null,
  recorded_at timestamp with time zone not null,
  latitude double precision not null,
  longitude double precision not null,
  altitude_m double precision,
  speed_kph double precision,
  heading_deg double precision,
  accuracy_m double precision,
  source varchar(50) not null,
  device_id varchar(50) not null,
  sequence bigint,
  status varchar(50) not null generated always as (case when speed_kph >= 5 then 'moving' when speed_kph < 5 then 'stopped' else 'unknown' end) stored,
  odometer_km double precision,
  odometer_recorded_at timestamp with time zone,
  last_received_at timestamp with time zone not null,
  constraint vehicle_state_pkey primary key (tenant_id, id),
  constraint vehicle_state_status_check check (status in ('moving', 'stopped', 'unknown')),
  constraint vehicle_state_id_of_vehicle check (id = vehicle_id),
  constraint vehicle_state_odometer_read check ((odometer_km is null) = (odometer_recorded_at is null))
);
select platform.protect_table(
  '${app}.vehicle_state', 'Where each vehicle is now: its latest reading by the time of measurement. A late reading never moves it back.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
comment on column ${app}.vehicle_state.recorded_at is 'When the device measured it, by the device''s clock (UTC, milliseconds).';
comment on column ${app}.vehicle_state.latitude is 'Degrees (WGS 84), north positive. Double precision: finer than any receiver, and half the size of an exact decimal.';
comment on column ${app}.vehicle_state.longitude is 'Degrees (WGS 84), east positive. Double precision, as the latitude.';
comment on column ${app}.vehicle_state.altitude_m is 'Metres above mean sea level. Measurements are double precision, as the latitude.';
comment on column ${app}.vehicle_state.speed_kph is 'Speed over ground in km/h.';
comment on column ${app}.vehicle_state.heading_deg is 'Direction of travel in degrees clockwise from true north, 0 to 360.';
comment on column ${app}.vehicle_state.accuracy_m is 'Radius in metres within which the true place probably is.';
comment on column ${app}.vehicle_state.source is 'Where the reading came from: device, obd, manual, or the name of a telematics provider.';
comment on column ${app}.vehicle_state.device_id is 'Device that measured it.';
comment on column ${app}.vehicle_state.sequence is 'Number that the device gave the reading, if it counts them.';
comment on column ${app}.vehicle_state.vehicle_id is 'The vehicle, whose id is also that of this row.';
comment on column ${app}.vehicle_state.location_id is 'Row of vehicle_locations that this is; of two readings of one millisecond the greater id is the later.';
comment on column ${app}.vehicle_state.status is 'moving from 5 km/h, where a receiver at rest no longer drifts; unknown where the latest reading has no speed.';
comment on column ${app}.vehicle_state.odometer_km is 'Latest odometer reading, which may be older than the position.';
comment on column ${app}.vehicle_state.odometer_recorded_at is 'When the odometer was read (UTC).';
comment on column ${app}.vehicle_state.last_received_at is 'When anything of this vehicle last reached the cloud, late readings included (UTC).';

create table ${app}.telemetry_rejections (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  message_id varchar(255) not null,
  reading_index integer,
  device_id varchar(50),
  source varchar(50) not null,
  reading jsonb not null,
  reason varchar(50) not null,
  detail text not null,
  received_at timestamp with time zone not null,
  replayed_at timestamp with time zone,
  constraint telemetry_rejections_pkey primary key (tenant_id, id),
  constraint telemetry_rejections_reason_check check (reason in ('malformed', 'unknown_device', 'future_clock', 'too_old', 'impossible_coordinates', 'null_island', 'tenant_suspended', 'unstorable'))
);
select platform.protect_table(
  '${app}.telemetry_rejections', 'Readings that could not be stored, with the reason; the verb replay stores them once the cause is mended.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
create index telemetry_rejections_received_at_desc_idx on ${app}.telemetry_rejections (tenant_id, received_at desc);
create index telemetry_rejections_device_id_received_at_desc_idx on ${app}.telemetry_rejections (tenant_id, device_id, received_at desc);
create index telemetry_rejections_reason_received_at_desc_idx on ${app}.telemetry_rejections (tenant_id, reason, received_at desc);
comment on column ${app}.telemetry_rejections.message_id is 'Pub/Sub message that held it, or http: and a hash of the request.';
comment on column ${app}.telemetry_rejections.reading_index is 'Position in the message, from 0; null where the whole message was rejected.';
comment on column ${app}.telemetry_rejections.device_id is 'Device that sent it, as far as it could be read; at most its first 50 characters.';
comment on column ${app}.telemetry_rejections.source is 'Source that the message named.';
comment on column ${app}.telemetry_rejections.reading is 'The reading as it came, or the whole message; characters that PostgreSQL cannot hold are replaced by U+FFFD.';
comment on column ${app}.telemetry_rejections.reason is 'Stable code of why.';
comment on column ${app}.telemetry_rejections.detail is 'What was wrong with which value.';
comment on column ${app}.telemetry_rejections.received_at is 'When it reached the cloud (UTC).';
comment on column ${app}.telemetry_rejections.replayed_at is 'When it was stored after all (UTC).';

alter table ${app}.vehicle_locations
  add constraint vehicle_locations_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.vehicle_state
  add constraint vehicle_state_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) on delete cascade deferrable;
