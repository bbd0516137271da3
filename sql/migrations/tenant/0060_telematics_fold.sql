create table ${app}.obd_telemetry (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  recorded_at timestamp with time zone not null,
  rpm double precision,
  speed_kph double precision,
  engine_load_percent double precision,
  coolant_temp_c double precision,
  fuel_level_percent double precision,
  throttle_position_percent double precision,
  intake_air_temp_c double precision,
  maf_rate_gps double precision,
  battery_voltage_v double precision,
  fuel_pressure_kpa double precision,
  fuel_used_l double precision,
  dtc_codes text[],
  odometer_km double precision,
  engine_hours double precision,
  ignition_on boolean,
  source varchar(50) not null,
  device_id varchar(50) not null,
  received_at timestamp with time zone not null,
  constraint obd_telemetry_pkey primary key (tenant_id, vehicle_id, recorded_at, id)
) partition by range (recorded_at);
select platform.protect_table(
  '${app}.obd_telemetry', 'What engines reported (OBD-II, SAE J1979): one row a reading, with the id of the reading, as in vehicle_locations.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => '{}'::text[], touched => false
);
create index obd_telemetry_recorded_at_desc_idx on ${app}.obd_telemetry (tenant_id, recorded_at desc);
comment on column ${app}.obd_telemetry.rpm is 'Revolutions a minute.';
comment on column ${app}.obd_telemetry.maf_rate_gps is 'Mass air flow in grams a second.';
comment on column ${app}.obd_telemetry.fuel_used_l is 'Fuel that the engine has burnt in its life.';
comment on column ${app}.obd_telemetry.dtc_codes is 'Active trouble codes (SAE J2012); null where the device did not look.';
comment on column ${app}.obd_telemetry.odometer_km is 'Where the reading has no position; else it stands there.';
comment on column ${app}.obd_telemetry.engine_hours is 'Hours that the engine has run in its life; where the reading has no position.';
comment on column ${app}.obd_telemetry.ignition_on is 'Where the reading has no position.';
select platform.ensure_partitions('${app}.obd_telemetry', current_date, 2);

create table ${app}.device_events (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  recorded_at timestamp with time zone not null,
  events jsonb not null,
  odometer_km double precision,
  engine_hours double precision,
  ignition_on boolean,
  source varchar(50) not null,
  device_id varchar(50) not null,
  received_at timestamp with time zone not null,
  constraint device_events_pkey primary key (tenant_id, vehicle_id, recorded_at, id)
) partition by range (recorded_at);
select platform.protect_table(
  '${app}.device_events', 'What devices noticed by themselves: one row a reading that has events, with the id of the reading, as in vehicle_locations.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => '{}'::text[], touched => false
);
create index device_events_recorded_at_desc_idx on ${app}.device_events (tenant_id, recorded_at desc);
comment on column ${app}.device_events.events is 'Type, g-force, name and value of each.';
comment on column ${app}.device_events.odometer_km is 'Where the reading has neither position nor engine values; so the next two.';
select platform.ensure_partitions('${app}.device_events', current_date, 2);

create table ${app}.geofences (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  name varchar(255) not null,
  description text,
  type varchar(50) not null,
  center_latitude double precision,
  center_longitude double precision,
  radius_m double precision,
  coordinates jsonb,
  color varchar(7),
  is_active boolean not null default true,
  alert_on_entry boolean not null default false,
  alert_on_exit boolean not null default false,
  alert_on_dwell boolean not null default false,
  dwell_minutes integer,
  schedule jsonb,
  speed_limit_kph double precision,
  metadata jsonb not null default '{}',
  constraint geofences_pkey primary key (tenant_id, id),
  constraint geofences_type_check check (type in ('circle', 'polygon', 'rectangle')),
  constraint geofences_color check (color ~ '^#[0-9A-Fa-f]{6}$'),
  constraint geofences_dwell check (dwell_minutes > 0),
  constraint geofences_speed_limit check (speed_limit_kph > 0),
  constraint geofences_shape check (case type when 'circle' then num_nulls(center_latitude, center_longitude, radius_m) = 0 and coordinates is null
      else coordinates is not null and num_nonnulls(center_latitude, center_longitude, radius_m) = 0 end),
  constraint geofences_circle check (center_latitude between -90 and 90 and center_longitude between -180 and 180 and radius_m > 0),
  constraint geofences_metadata_object check (jsonb_typeof(metadata) = 'object')
);
select platform.protect_table(
  '${app}.geofences', 'Areas that vehicles are watched to enter and leave.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index geofences_is_active_idx on ${app}.geofences (tenant_id, is_active);
comment on column ${app}.geofences.center_latitude is 'Of a circle, in degrees (WGS 84).';
comment on column ${app}.geofences.radius_m is 'Of a circle.';
comment on column ${app}.geofences.coordinates is 'GeoJSON (RFC 7946) coordinates of a Polygon: the outer ring, then the holes. A rectangle is west, south, east, north.';
comment on column ${app}.geofences.color is '#rrggbb.';
comment on column ${app}.geofences.is_active is 'Is watched.';
comment on column ${app}.geofences.dwell_minutes is 'A vehicle that stays inside so long has dwelled.';
comment on column ${app}.geofences.schedule is 'When alerts are wanted, in local times: {"timezone": "Africa/Lagos", "hours": {"monday": {"open": "08:00", "close": "18:00"}}}; null: always.';
comment on column ${app}.geofences.speed_limit_kph is 'Limit inside.';

create table ${app}.geofence_versions (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  geofence_id uuid not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  fence jsonb not null,
  constraint geofence_versions_pkey primary key (tenant_id, id),
  constraint geofence_versions_period check (valid_to >= valid_from)
);
select platform.protect_table(
  '${app}.geofence_versions', 'Fences as they were from when to when, so that a late reading is judged by the fence of its time. Kept by a trigger on geofences.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index geofence_versions_geofence_id_valid_from_idx on ${app}.geofence_versions (tenant_id, geofence_id, valid_from);
comment on column ${app}.geofence_versions.valid_from is 'First moment at which the fence was watched like this.';
comment on column ${app}.geofence_versions.valid_to is 'First moment after it; null while it still is.';
comment on column ${app}.geofence_versions.fence is 'The row of geofences, as it was.';

create table ${app}.geofence_presences (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  geofence_id uuid not null,
  vehicle_id uuid not null,
  entered_at timestamp with time zone not null,
  constraint geofence_presences_pkey primary key (tenant_id, geofence_id, vehicle_id)
);
select platform.protect_table(
  '${app}.geofence_presences', 'Who is inside which fence now.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
create index geofence_presences_vehicle_id_idx on ${app}.geofence_presences (tenant_id, vehicle_id);

create table ${app}.geofence_events (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  geofence_id uuid not null,
  vehicle_id uuid not null,
  driver_id uuid,
  event_type varchar(50) not null,
  latitude double precision not null,
  longitude double precision not null,
  dwell_seconds integer,
  alert boolean not null,
  recorded_at timestamp with time zone not null,
  detected_at timestamp with time zone not null,
  constraint geofence_events_pkey primary key (tenant_id, id),
  constraint geofence_events_event_type_check check (event_type in ('entry', 'exit', 'dwell'))
);
select platform.protect_table(
  '${app}.geofence_events', 'Entries, exits and long stays, derived from the readings of vehicles.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
create index geofence_events_vehicle_id_recorded_at_desc_idx on ${app}.geofence_events (tenant_id, vehicle_id, recorded_at desc);
create index geofence_events_geofence_id_recorded_at_desc_idx on ${app}.geofence_events (tenant_id, geofence_id, recorded_at desc);
create index geofence_events_recorded_at_desc_idx on ${app}.geofence_events (tenant_id, recorded_at desc);
create index geofence_events_vehicle_id_detected_at_desc_idx on ${app}.geofence_events (tenant_id, vehicle_id, detected_at desc);
create index geofence_events_driver_id_recorded_at_desc_idx on ${app}.geofence_events (tenant_id, driver_id, recorded_at desc);
comment on column ${app}.geofence_events.driver_id is 'Who was assigned to the vehicle then.';
comment on column ${app}.geofence_events.latitude is 'Where the border was crossed.';
comment on column ${app}.geofence_events.dwell_seconds is 'How long the vehicle had been inside; null for an entry.';
comment on column ${app}.geofence_events.alert is 'The fence asked for an alert of this kind, at this time of its schedule.';
comment on column ${app}.geofence_events.recorded_at is 'When the border was crossed (UTC), between two readings if need be.';
comment on column ${app}.geofence_events.detected_at is 'Reading that made it certain.';

create table ${app}.trips (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  driver_id uuid,
  trip_number varchar(50) not null,
  start_latitude double precision not null,
  start_longitude double precision not null,
  start_address text,
  end_latitude double precision,
  end_longitude double precision,
  end_address text,
  start_odometer_km double precision,
  end_odometer_km double precision,
  distance_km double precision,
  distance_source varchar(50),
  duration_seconds integer,
  idle_seconds integer,
  max_speed_kph double precision,
  avg_speed_kph double precision,
  fuel_consumed_l double precision,
  fuel_efficiency_l_per_100_km double precision,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  detected_at timestamp with time zone not null,
  route_polyline text,
  usage_type varchar(50),
  usage_by_driver boolean not null default false,
  business_purpose text,
  metadata jsonb not null default '{}',
  constraint trips_pkey primary key (tenant_id, id),
  constraint trips_trip_number_key unique (tenant_id, trip_number),
  constraint trips_distance_source_check check (distance_source in ('odometer', 'gps')),
  constraint trips_usage_type_check check (usage_type in ('business', 'personal', 'mixed')),
  constraint trips_period check (ended_at >= started_at),
  constraint trips_certain check (detected_at >= started_at)
);
select platform.protect_table(
  '${app}.trips', 'Journeys of vehicles, derived from their readings: the same rows whatever order those came in, and whoever asks.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index trips_vehicle_id_started_at_desc_idx on ${app}.trips (tenant_id, vehicle_id, started_at desc);
create index trips_driver_id_started_at_desc_idx on ${app}.trips (tenant_id, driver_id, started_at desc);
create index trips_started_at_desc_idx on ${app}.trips (tenant_id, started_at desc);
create index trips_vehicle_id_detected_at_desc_idx on ${app}.trips (tenant_id, vehicle_id, detected_at desc);
comment on column ${app}.trips.driver_id is 'Who was assigned to the vehicle when the trip began.';
comment on column ${app}.trips.trip_number is 'Vehicle and start: unique and readable.';
comment on column ${app}.trips.start_address is 'Nearest named place.';
comment on column ${app}.trips.end_latitude is 'Null while the trip goes on, as is all that its end decides.';
comment on column ${app}.trips.distance_km is 'By the odometer where the vehicle reports one, else summed over the fixes.';
comment on column ${app}.trips.distance_source is 'What the distance was measured with.';
comment on column ${app}.trips.idle_seconds is 'Standing with the engine on.';
comment on column ${app}.trips.fuel_efficiency_l_per_100_km is 'Litres per 100 km.';
comment on column ${app}.trips.detected_at is 'When it was certain that this is a trip: the reading that was far enough from the last stop.';
comment on column ${app}.trips.route_polyline is 'Simplified way, as an encoded polyline of precision 5.';
comment on column ${app}.trips.usage_type is 'By the tenant''s rules, or what the driver said.';
comment on column ${app}.trips.usage_by_driver is 'Somebody said so: the rules leave it as it is.';
comment on column ${app}.trips.business_purpose is 'What a business trip was for; some tax offices ask.';

create table ${app}.driver_behavior_events (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  driver_id uuid,
  event_type varchar(50) not null,
  severity varchar(50) not null,
  detected_by varchar(50) not null,
  duration_seconds integer,
  speed_kph double precision,
  speed_limit_kph double precision,
  g_force double precision,
  latitude double precision,
  longitude double precision,
  address text,
  video_url text,
  recorded_at timestamp with time zone not null,
  detected_at timestamp with time zone not null,
  constraint driver_behavior_events_pkey primary key (tenant_id, id),
  constraint driver_behavior_events_event_type_check check (event_type in ('harsh_braking', 'harsh_acceleration', 'harsh_cornering', 'speeding', 'idle_excess')),
  constraint driver_behavior_events_severity_check check (severity in ('minor', 'moderate', 'severe')),
  constraint driver_behavior_events_detected_by_check check (detected_by in ('device', 'series'))
);
select platform.protect_table(
  '${app}.driver_behavior_events', 'Harsh driving, speeding and long idling, derived from the readings of vehicles.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
create index driver_behavior_events_driver_id_recorded_at_desc_idx on ${app}.driver_behavior_events (tenant_id, driver_id, recorded_at desc);
create index driver_behavior_events_vehicle_id_recorded_at_desc_idx on ${app}.driver_behavior_events (tenant_id, vehicle_id, recorded_at desc);
create index driver_behavior_events_event_type_recorded_at_desc_idx on ${app}.driver_behavior_events (tenant_id, event_type, recorded_at desc);
create index driver_behavior_events_recorded_at_desc_idx on ${app}.driver_behavior_events (tenant_id, recorded_at desc);
create index driver_behavior_events_vehicle_id_detected_at_desc_idx on ${app}.driver_behavior_events (tenant_id, vehicle_id, detected_at desc);
comment on column ${app}.driver_behavior_events.driver_id is 'Who was assigned to the vehicle then.';
comment on column ${app}.driver_behavior_events.severity is 'By the tenant''s thresholds.';
comment on column ${app}.driver_behavior_events.detected_by is 'The device said so, or the series of speeds and headings shows it.';
comment on column ${app}.driver_behavior_events.duration_seconds is 'Of speeding and idling.';
comment on column ${app}.driver_behavior_events.speed_kph is 'Speed at the event; the highest while speeding.';
comment on column ${app}.driver_behavior_events.g_force is 'In units of 9.80665 m/s².';
comment on column ${app}.driver_behavior_events.address is 'Nearest named place.';
comment on column ${app}.driver_behavior_events.video_url is 'Object of the footage of this moment, as gs://bucket/name; read it through video-footage.';
comment on column ${app}.driver_behavior_events.recorded_at is 'When it began (UTC).';
comment on column ${app}.driver_behavior_events.detected_at is 'Reading that made it certain.';

create table ${app}.vehicle_events (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  driver_id uuid,
  event_type varchar(50) not null,
  severity varchar(50),
  code varchar(50),
  value double precision,
  description text,
  duration_seconds integer,
  latitude double precision,
  longitude double precision,
  recorded_at timestamp with time zone not null,
  detected_at timestamp with time zone not null,
  constraint vehicle_events_pkey primary key (tenant_id, id),
  constraint vehicle_events_event_type_check check (event_type in ('ignition_on', 'ignition_off', 'idle', 'fuel_drop', 'refuel', 'trouble_code_appeared', 'trouble_code_cleared', 'went_offline', 'came_online', 'panic', 'door_open', 'door_closed', 'input')),
  constraint vehicle_events_severity_check check (severity in ('minor', 'moderate', 'severe'))
);
select platform.protect_table(
  '${app}.vehicle_events', 'What happened to a vehicle: ignition, idling, fuel, trouble codes, inputs, silence. Derived from its readings.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
create index vehicle_events_vehicle_id_recorded_at_desc_idx on ${app}.vehicle_events (tenant_id, vehicle_id, recorded_at desc);
create index vehicle_events_event_type_recorded_at_desc_idx on ${app}.vehicle_events (tenant_id, event_type, recorded_at desc);
create index vehicle_events_recorded_at_desc_idx on ${app}.vehicle_events (tenant_id, recorded_at desc);
create index vehicle_events_vehicle_id_detected_at_desc_idx on ${app}.vehicle_events (tenant_id, vehicle_id, detected_at desc);
create index vehicle_events_driver_id_recorded_at_desc_idx on ${app}.vehicle_events (tenant_id, driver_id, recorded_at desc);
comment on column ${app}.vehicle_events.driver_id is 'Who was assigned to the vehicle then.';
comment on column ${app}.vehicle_events.code is 'Trouble code (SAE J2012) or name of an input.';
comment on column ${app}.vehicle_events.value is 'Percent of the tank, or value of an input.';
comment on column ${app}.vehicle_events.recorded_at is 'When it began (UTC).';
comment on column ${app}.vehicle_events.detected_at is 'Reading or moment that made it certain.';

create table ${app}.vehicle_folds (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  version integer not null,
  head_ms bigint not null,
  head_id uuid not null,
  refold_from timestamp with time zone,
  due_at timestamp with time zone,
  state text not null,
  constraint vehicle_folds_pkey primary key (tenant_id, id),
  constraint vehicle_folds_id_of_vehicle check (id = vehicle_id)
);
select platform.protect_table(
  '${app}.vehicle_folds', 'How far the readings of a vehicle are folded into trips and events, and what has to be remembered to go on.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
create index vehicle_folds_refold_from_idx on ${app}.vehicle_folds (tenant_id, refold_from) where refold_from is not null;
create index vehicle_folds_due_at_idx on ${app}.vehicle_folds (tenant_id, due_at) where due_at is not null;
comment on column ${app}.vehicle_folds.vehicle_id is 'The vehicle, whose id is also that of this row.';
comment on column ${app}.vehicle_folds.version is 'Counts the folds; whoever folds from memory proves by it that nobody else did.';
comment on column ${app}.vehicle_folds.head_ms is 'Everything until this moment (ms since 1970) and id is folded.';
comment on column ${app}.vehicle_folds.refold_from is 'Something at or after this moment is not folded yet: a late reading, a changed fence.';
comment on column ${app}.vehicle_folds.due_at is 'When something happens without a reading: a dwell, a trip that ends in silence.';
comment on column ${app}.vehicle_folds.state is 'State of the fold, as JSON that only the fold reads.';

create table ${app}.vehicle_fold_checkpoints (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  at timestamp with time zone not null,
  state text not null,
  constraint vehicle_fold_checkpoints_pkey primary key (tenant_id, vehicle_id, at)
);
select platform.protect_table(
  '${app}.vehicle_fold_checkpoints', 'States of the fold in the past, from which it is repeated when a reading comes late.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['fleet_admin']::text[], changers => array['fleet_admin']::text[], touched => true
);
create index vehicle_fold_checkpoints_at_idx on ${app}.vehicle_fold_checkpoints (tenant_id, at);
comment on column ${app}.vehicle_fold_checkpoints.at is 'The state after all readings before this moment.';
comment on column ${app}.vehicle_fold_checkpoints.state is 'State of the fold, as JSON that only the fold reads.';

create table ${app}.telematics_rules (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  valid_from timestamp with time zone not null,
  rules jsonb not null,
  note text,
  set_by_user_id uuid,
  constraint telematics_rules_pkey primary key (tenant_id, id),
  constraint telematics_rules_valid_from_key unique (tenant_id, valid_from),
  constraint telematics_rules_rules_object check (jsonb_typeof(rules) = 'object')
);
select platform.protect_table(
  '${app}.telematics_rules', 'What an organisation set about trips, fences, driving and devices, and from when it applies. The latest that has begun counts.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index telematics_rules_set_by_user_id_idx on ${app}.telematics_rules (tenant_id, set_by_user_id);
comment on column ${app}.telematics_rules.valid_from is 'Readings from this moment on are judged by these rules.';
comment on column ${app}.telematics_rules.rules is 'All of them; what is left out has its default.';
comment on column ${app}.telematics_rules.note is 'Why.';

create table ${app}.telematics_revisions (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  revision integer not null,
  constraint telematics_revisions_pkey primary key (tenant_id, id),
  constraint telematics_revisions_one_row check (id = tenant_id)
);
select platform.protect_table(
  '${app}.telematics_revisions', 'One row: counts the changes of fences and rules, so that an instance that remembers them knows when to read them again.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);

alter table ${app}.obd_telemetry
  add constraint obd_telemetry_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.device_events
  add constraint device_events_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.geofence_versions
  add constraint geofence_versions_geofence_id_fkey foreign key (tenant_id, geofence_id)
  references ${app}.geofences (tenant_id, id) on delete cascade deferrable;
alter table ${app}.geofence_presences
  add constraint geofence_presences_geofence_id_fkey foreign key (tenant_id, geofence_id)
  references ${app}.geofences (tenant_id, id) on delete cascade deferrable;
alter table ${app}.geofence_presences
  add constraint geofence_presences_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) on delete cascade deferrable;
alter table ${app}.geofence_events
  add constraint geofence_events_geofence_id_fkey foreign key (tenant_id, geofence_id)
  references ${app}.geofences (tenant_id, id) on delete cascade deferrable;
alter table ${app}.geofence_events
  add constraint geofence_events_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.geofence_events
  add constraint geofence_events_driver_id_fkey foreign key (tenant_id, driver_id)
  references ${app}.drivers (tenant_id, id) deferrable;
alter table ${app}.trips
  add constraint trips_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.trips
  add constraint trips_driver_id_fkey foreign key (tenant_id, driver_id)
  references ${app}.drivers (tenant_id, id) deferrable;
alter table ${app}.driver_behavior_events
  add constraint driver_behavior_events_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.driver_behavior_events
  add constraint driver_behavior_events_driver_id_fkey foreign key (tenant_id, driver_id)
  references ${app}.drivers (tenant_id, id) deferrable;
alter table ${app}.vehicle_events
  add constraint vehicle_events_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.vehicle_events
  add constraint vehicle_events_driver_id_fkey foreign key (tenant_id, driver_id)
  references ${app}.drivers (tenant_id, id) deferrable;
alter table ${app}.vehicle_folds
  add constraint vehicle_folds_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) on delete cascade deferrable;
alter table ${app}.vehicle_fold_checkpoints
  add constraint vehicle_fold_checkpoints_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) on delete cascade deferrable;
alter table ${app}.telematics_rules
  add constraint telematics_rules_set_by_user_id_fkey foreign key (tenant_id, set_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;

-- Fold states are rewritten every few seconds: room on the page keeps the new version of a row beside the old one.
alter table ${app}.vehicle_folds set (fillfactor = 50);
alter table ${app}.vehicle_state set (fillfactor = 50);
-- A state is longer than what PostgreSQL would compress or move away at once; reading it is what it is for.
alter table ${app}.vehicle_folds alter column state set storage external;

alter table ${app}.vehicle_locations add column engine_hours double precision, add column ignition_on boolean;
comment on column ${app}.vehicle_locations.engine_hours is 'Hours that the engine has run in its life.';

alter table ${app}.vehicle_state drop column status;
alter table ${app}.vehicle_state
  add column status varchar(50) not null default 'unknown'
    constraint vehicle_state_status_check check (status in ('moving', 'idling', 'stopped', 'unknown')),
  add column is_online boolean not null default true,
  add column ignition_on boolean,
  add column engine_hours double precision,
  add column fuel_level_percent double precision,
  add column battery_voltage_v double precision,
  add column active_trouble_codes text[],
  add column current_trip_id uuid;
alter table ${app}.vehicle_state alter column status drop default;
comment on column ${app}.vehicle_state.status is 'moving from 5 km/h, where a receiver at rest no longer drifts; else idling where the engine is known to run, else stopped; unknown without a speed.';
comment on column ${app}.vehicle_state.is_online is 'False once the device was silent for longer than the organisation''s rules allow.';
comment on column ${app}.vehicle_state.engine_hours is 'Latest reading, and the time that the engine is known to have run since.';
comment on column ${app}.vehicle_state.fuel_level_percent is 'Latest reading, percent of the tank.';
comment on column ${app}.vehicle_state.battery_voltage_v is 'Latest reading.';
comment on column ${app}.vehicle_state.active_trouble_codes is 'Trouble codes (SAE J2012) of the latest look; null where no device ever looked.';
comment on column ${app}.vehicle_state.current_trip_id is 'Trip that goes on.';

alter table ${app}.telemetry_rejections
  add column vehicle_id uuid,
  add column location_id uuid,
  add column detected_at timestamp with time zone,
  drop constraint telemetry_rejections_reason_check,
  add constraint telemetry_rejections_reason_check check (reason in ('malformed', 'unknown_device', 'future_clock', 'too_old', 'impossible_coordinates', 'null_island', 'impossible_speed', 'tenant_suspended', 'unstorable'));
create index telemetry_rejections_vehicle_id_detected_at_idx on ${app}.telemetry_rejections (tenant_id, vehicle_id, detected_at) where vehicle_id is not null;
comment on column ${app}.telemetry_rejections.vehicle_id is 'Vehicle of a fix that cannot be true.';
comment on column ${app}.telemetry_rejections.location_id is 'Row of vehicle_locations that holds it: stored, but counted for nothing.';
comment on column ${app}.telemetry_rejections.detected_at is 'Reading that showed it (UTC).';

create trigger check_columns before insert or update on ${app}.geofences for each row execute function platform.check_geofence();
create trigger keep_versions after insert or update on ${app}.geofences for each row execute function platform.keep_geofence_version();
create trigger count_insert after insert on ${app}.geofences referencing new table as changed for each statement execute function platform.count_telematics_revision();
create trigger count_update after update on ${app}.geofences referencing new table as changed for each statement execute function platform.count_telematics_revision();
create trigger count_delete after delete on ${app}.geofences referencing old table as changed for each statement execute function platform.count_telematics_revision();
create trigger count_insert after insert on ${app}.telematics_rules referencing new table as changed for each statement execute function platform.count_telematics_revision();
create trigger count_update after update on ${app}.telematics_rules referencing new table as changed for each statement execute function platform.count_telematics_revision();
create trigger count_delete after delete on ${app}.telematics_rules referencing old table as changed for each statement execute function platform.count_telematics_revision();
