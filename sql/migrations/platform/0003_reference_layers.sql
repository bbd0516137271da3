create table ${platform}.layer_sources (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  name varchar(100) not null,
  layer varchar(50) not null,
  format varchar(50) not null,
  url text not null,
  id_prefix varchar(20) not null default '',
  field_mapping jsonb not null default '{}',
  refresh_minutes integer not null default 60,
  grace_days integer not null default 30,
  is_active boolean not null default true,
  etag text,
  last_modified text,
  content_hash varchar(64),
  next_attempt_at timestamp with time zone not null default now(),
  last_attempt_at timestamp with time zone,
  last_success_at timestamp with time zone,
  last_changed_at timestamp with time zone,
  last_error text,
  failure_count integer not null default 0,
  records integer,
  skipped jsonb not null default '{}',
  constraint layer_sources_pkey primary key (id),
  constraint layer_sources_name_key unique (name),
  constraint layer_sources_layer_check check (layer in ('traffic_cameras', 'weather_stations', 'ev_charging_stations', 'toll_plazas')),
  constraint layer_sources_format_check check (format in ('fl511_list', '511_cameras', 'nws_stations', 'nws_observations', 'afdc_json', 'afdc_csv', 'geojson')),
  constraint layer_sources_format_of_layer check (case format
      when 'fl511_list' then layer = 'traffic_cameras' when '511_cameras' then layer = 'traffic_cameras'
      when 'nws_stations' then layer = 'weather_stations' when 'nws_observations' then layer = 'weather_stations'
      when 'afdc_json' then layer = 'ev_charging_stations' when 'afdc_csv' then layer = 'ev_charging_stations'
      else true end),
  constraint layer_sources_refresh_range check (refresh_minutes between 1 and 44640),
  constraint layer_sources_grace_range check (grace_days between 0 and 3650)
);
select platform.protect_platform_table('${platform}.layer_sources', 'Public feeds that the reference layers come from, and how their last refresh went.', null, true);
create index layer_sources_due on ${platform}.layer_sources (next_attempt_at) where is_active;
comment on column ${platform}.layer_sources.format is 'Form of the feed; all but geojson belong to one layer.';
comment on column ${platform}.layer_sources.url is 'Where the feed is (https). {stationId} stands for each known station in turn (nws_observations).';
comment on column ${platform}.layer_sources.id_prefix is 'Put before the ids of the feed, where another source has the same ids.';
comment on column ${platform}.layer_sources.field_mapping is 'For geojson: which property a column is read from, {"name": "LABEL", "temperatureC": {"property": "TMP", "unit": "degF"}}.';
comment on column ${platform}.layer_sources.refresh_minutes is 'How often it is asked.';
comment on column ${platform}.layer_sources.grace_days is 'Days after which a record that the feed no longer names is removed. Cameras become inactive at once and stay.';
comment on column ${platform}.layer_sources.is_active is 'Whether it is refreshed.';
comment on column ${platform}.layer_sources.etag is 'Sent back as If-None-Match.';
comment on column ${platform}.layer_sources.last_modified is 'Sent back as If-Modified-Since.';
comment on column ${platform}.layer_sources.content_hash is 'SHA-256 of what was last read.';
comment on column ${platform}.layer_sources.next_attempt_at is 'When it is asked next; sooner than refreshMinutes after a failure.';
comment on column ${platform}.layer_sources.last_success_at is 'When it was last read, or answered that it had not changed (UTC).';
comment on column ${platform}.layer_sources.last_changed_at is 'When its content last differed (UTC).';
comment on column ${platform}.layer_sources.last_error is 'Why the last attempt failed; null after a success.';
comment on column ${platform}.layer_sources.failure_count is 'Attempts that failed since the last success.';
comment on column ${platform}.layer_sources.records is 'Records that the last reading stored or confirmed.';
comment on column ${platform}.layer_sources.skipped is 'Records that the last reading could not use, by reason.';

create table ${platform}.traffic_cameras (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  source_id uuid not null,
  latitude double precision not null,
  longitude double precision not null,
  missing_since timestamp with time zone,
  fdot_id varchar(50) not null,
  name varchar(255) not null,
  description text,
  road varchar(100),
  direction varchar(50),
  county varchar(100),
  feed_url text,
  thumbnail_url text,
  status varchar(20) not null default 'active',
  metadata jsonb,
  last_updated timestamp with time zone,
  constraint traffic_cameras_pkey primary key (id),
  constraint traffic_cameras_fdot_id_key unique (fdot_id),
  constraint traffic_cameras_status_check check (status in ('active', 'inactive', 'maintenance')),
  constraint traffic_cameras_on_earth check (latitude between -90 and 90 and longitude between -180 and 180)
);
select platform.protect_platform_table('${platform}.traffic_cameras', 'Cameras along roads, from public feeds; every organisation may read them.', null, true);
create index traffic_cameras_county_idx on ${platform}.traffic_cameras (county);
create index traffic_cameras_source_id_idx on ${platform}.traffic_cameras (source_id);
create index traffic_cameras_place_idx on ${platform}.traffic_cameras using gist (platform.earth_point(latitude, longitude));
comment on column ${platform}.traffic_cameras.source_id is 'Source that brought the record and answers for it.';
comment on column ${platform}.traffic_cameras.latitude is 'Degrees (WGS 84), north positive; double precision, as positions are.';
comment on column ${platform}.traffic_cameras.longitude is 'Degrees (WGS 84), east positive; double precision, as positions are.';
comment on column ${platform}.traffic_cameras.missing_since is 'Since when the source no longer names it (UTC); null while it does.';
comment on column ${platform}.traffic_cameras.fdot_id is 'Id that the road authority (first of all Florida DOT) gives the camera, after the prefix of its source.';
comment on column ${platform}.traffic_cameras.direction is 'Direction of travel that it sees, in the words of the feed.';
comment on column ${platform}.traffic_cameras.feed_url is 'Video, where anybody may see it.';
comment on column ${platform}.traffic_cameras.thumbnail_url is 'Picture that is renewed every minute or so.';
comment on column ${platform}.traffic_cameras.status is 'inactive also where the source no longer names it.';
comment on column ${platform}.traffic_cameras.metadata is 'What else the feed says: region, owner, further views.';
comment on column ${platform}.traffic_cameras.last_updated is 'When the feed says that it last changed (UTC).';

create table ${platform}.weather_stations (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  source_id uuid not null,
  latitude double precision not null,
  longitude double precision not null,
  missing_since timestamp with time zone,
  station_id varchar(50) not null,
  name varchar(255),
  temperature_c double precision,
  conditions varchar(100),
  wind_speed_kph double precision,
  visibility_m double precision,
  road_conditions varchar(50),
  last_updated timestamp with time zone,
  constraint weather_stations_pkey primary key (id),
  constraint weather_stations_station_id_key unique (station_id),
  constraint weather_stations_road_conditions_check check (road_conditions in ('dry', 'wet', 'icy', 'snow')),
  constraint weather_stations_on_earth check (latitude between -90 and 90 and longitude between -180 and 180)
);
select platform.protect_platform_table('${platform}.weather_stations', 'Weather stations with their latest observation, from public feeds; every organisation may read them.', null, true);
create index weather_stations_source_id_idx on ${platform}.weather_stations (source_id);
create index weather_stations_place_idx on ${platform}.weather_stations using gist (platform.earth_point(latitude, longitude));
comment on column ${platform}.weather_stations.source_id is 'Source that brought the record and answers for it.';
comment on column ${platform}.weather_stations.latitude is 'Degrees (WGS 84), north positive; double precision, as positions are.';
comment on column ${platform}.weather_stations.longitude is 'Degrees (WGS 84), east positive; double precision, as positions are.';
comment on column ${platform}.weather_stations.missing_since is 'Since when the source no longer names it (UTC); null while it does.';
comment on column ${platform}.weather_stations.station_id is 'Id of the station (KMCO for Orlando), after the prefix of its source.';
comment on column ${platform}.weather_stations.temperature_c is 'Air temperature in °C; feeds in °F or K are converted.';
comment on column ${platform}.weather_stations.conditions is 'The weather in words: Mostly Cloudy.';
comment on column ${platform}.weather_stations.wind_speed_kph is 'Mean wind speed in km/h; feeds in mph, knots or m/s are converted.';
comment on column ${platform}.weather_stations.visibility_m is 'Visibility in metres; feeds in miles are converted.';
comment on column ${platform}.weather_stations.road_conditions is 'Surface of the road, from stations that have a sensor in it.';
comment on column ${platform}.weather_stations.last_updated is 'When it was observed (UTC).';

create table ${platform}.ev_charging_stations (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  source_id uuid not null,
  latitude double precision not null,
  longitude double precision not null,
  missing_since timestamp with time zone,
  station_id varchar(50) not null,
  name varchar(255) not null,
  address text,
  operator varchar(100),
  network varchar(100),
  num_ports integer,
  charging_levels text[],
  max_power_kw double precision,
  pricing text,
  access_type varchar(20),
  available_24x7 boolean,
  amenities jsonb,
  last_updated timestamp with time zone,
  constraint ev_charging_stations_pkey primary key (id),
  constraint ev_charging_stations_station_id_key unique (station_id),
  constraint ev_charging_stations_access_type_check check (access_type in ('public', 'private', 'restricted')),
  constraint ev_charging_stations_on_earth check (latitude between -90 and 90 and longitude between -180 and 180),
  constraint ev_charging_stations_known_levels check (charging_levels <@ array['level1', 'level2', 'dcfast']),
  constraint ev_charging_stations_ports_range check (num_ports >= 0),
  constraint ev_charging_stations_power_range check (max_power_kw >= 0)
);
select platform.protect_platform_table('${platform}.ev_charging_stations', 'Charging stations for electric vehicles, from public feeds; every organisation may read them.', null, true);
create index ev_charging_stations_operator_idx on ${platform}.ev_charging_stations (operator);
create index ev_charging_stations_network_idx on ${platform}.ev_charging_stations (network);
create index ev_charging_stations_source_id_idx on ${platform}.ev_charging_stations (source_id);
create index ev_charging_stations_place_idx on ${platform}.ev_charging_stations using gist (platform.earth_point(latitude, longitude));
comment on column ${platform}.ev_charging_stations.source_id is 'Source that brought the record and answers for it.';
comment on column ${platform}.ev_charging_stations.latitude is 'Degrees (WGS 84), north positive; double precision, as positions are.';
comment on column ${platform}.ev_charging_stations.longitude is 'Degrees (WGS 84), east positive; double precision, as positions are.';
comment on column ${platform}.ev_charging_stations.missing_since is 'Since when the source no longer names it (UTC); null while it does.';
comment on column ${platform}.ev_charging_stations.station_id is 'Id of the station in its feed, after the prefix of its source.';
comment on column ${platform}.ev_charging_stations.operator is 'Who runs it, where the feed says so.';
comment on column ${platform}.ev_charging_stations.network is 'Charging network whose account or card works there.';
comment on column ${platform}.ev_charging_stations.num_ports is 'Vehicles that can charge at the same time.';
comment on column ${platform}.ev_charging_stations.charging_levels is 'Any of level1 (120 V), level2 (208 to 240 V) and dcfast.';
comment on column ${platform}.ev_charging_stations.max_power_kw is 'Most power of one connector in kW.';
comment on column ${platform}.ev_charging_stations.available_24x7 is 'Open around the clock; null where the feed does not say.';
comment on column ${platform}.ev_charging_stations.amenities is 'What else the feed says: connectors, kind of place, cards accepted, phone.';
comment on column ${platform}.ev_charging_stations.last_updated is 'When the feed says that the record last changed (UTC).';

create table ${platform}.toll_plazas (
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  source_id uuid not null,
  latitude double precision not null,
  longitude double precision not null,
  missing_since timestamp with time zone,
  plaza_id varchar(50) not null,
  name varchar(255) not null,
  road varchar(100),
  direction varchar(50),
  operator varchar(100),
  supports_sunpass boolean,
  supports_ezpass boolean,
  num_lanes integer,
  toll_rates jsonb,
  constraint toll_plazas_pkey primary key (id),
  constraint toll_plazas_plaza_id_key unique (plaza_id),
  constraint toll_plazas_on_earth check (latitude between -90 and 90 and longitude between -180 and 180),
  constraint toll_plazas_lanes_range check (num_lanes >= 0)
);
select platform.protect_platform_table('${platform}.toll_plazas', 'Toll plazas and gantries, from public feeds; every organisation may read them.', null, true);
create index toll_plazas_road_idx on ${platform}.toll_plazas (road);
create index toll_plazas_source_id_idx on ${platform}.toll_plazas (source_id);
create index toll_plazas_place_idx on ${platform}.toll_plazas using gist (platform.earth_point(latitude, longitude));
comment on column ${platform}.toll_plazas.source_id is 'Source that brought the record and answers for it.';
comment on column ${platform}.toll_plazas.latitude is 'Degrees (WGS 84), north positive; double precision, as positions are.';
comment on column ${platform}.toll_plazas.longitude is 'Degrees (WGS 84), east positive; double precision, as positions are.';
comment on column ${platform}.toll_plazas.missing_since is 'Since when the source no longer names it (UTC); null while it does.';
comment on column ${platform}.toll_plazas.plaza_id is 'Id of the plaza in its feed, after the prefix of its source.';
comment on column ${platform}.toll_plazas.supports_sunpass is 'Takes SunPass; null where the feed does not say.';
comment on column ${platform}.toll_plazas.supports_ezpass is 'Takes E-ZPass; null where the feed does not say.';
comment on column ${platform}.toll_plazas.toll_rates is 'What it costs, as the feed says it.';

alter table ${platform}.traffic_cameras
  add constraint traffic_cameras_source_id_fkey foreign key (source_id)
  references ${platform}.layer_sources (id) on delete cascade deferrable;
alter table ${platform}.weather_stations
  add constraint weather_stations_source_id_fkey foreign key (source_id)
  references ${platform}.layer_sources (id) on delete cascade deferrable;
alter table ${platform}.ev_charging_stations
  add constraint ev_charging_stations_source_id_fkey foreign key (source_id)
  references ${platform}.layer_sources (id) on delete cascade deferrable;
alter table ${platform}.toll_plazas
  add constraint toll_plazas_source_id_fkey foreign key (source_id)
  references ${platform}.layer_sources (id) on delete cascade deferrable;

create trigger forget_feed before update on ${platform}.layer_sources
  for each row execute function platform.forget_feed();

-- What every organisation may read. A view of the system's, so that row security passes inside it as it does for the system; it holds no
-- condition, so that the conditions of a question reach the indexes of its table.
create view ${platform}.traffic_camera_places as
  select t.*, platform.earth_point(t.latitude, t.longitude) as place from ${platform}.traffic_cameras t;
create view ${platform}.weather_station_places as
  select t.*, platform.earth_point(t.latitude, t.longitude) as place from ${platform}.weather_stations t;
create view ${platform}.ev_charging_station_places as
  select t.*, platform.earth_point(t.latitude, t.longitude) as place from ${platform}.ev_charging_stations t;
create view ${platform}.toll_plaza_places as
  select t.*, platform.earth_point(t.latitude, t.longitude) as place from ${platform}.toll_plazas t;
comment on view ${platform}.traffic_camera_places is 'Traffic cameras with their points in space, for everyone.';
comment on view ${platform}.weather_station_places is 'Weather stations with their points in space, for everyone.';
comment on view ${platform}.ev_charging_station_places is 'Charging stations with their points in space, for everyone.';
comment on view ${platform}.toll_plaza_places is 'Toll plazas with their points in space, for everyone.';

grant create on schema ${platform} to wheelhouse_system;
alter view ${platform}.traffic_camera_places owner to wheelhouse_system;
alter view ${platform}.weather_station_places owner to wheelhouse_system;
alter view ${platform}.ev_charging_station_places owner to wheelhouse_system;
alter view ${platform}.toll_plaza_places owner to wheelhouse_system;
revoke create on schema ${platform} from wheelhouse_system;

-- Rows of the control plane, and grants on what it owns, are the system's to write.
set local role wheelhouse_system;

grant select on
  ${platform}.traffic_camera_places, ${platform}.weather_station_places,
  ${platform}.ev_charging_station_places, ${platform}.toll_plaza_places
to authenticated_user;

insert into ${platform}.scheduled_jobs
  (job_name, job_type, job_handler, job_parameters, schedule_type, interval_minutes, next_run_at, scheduled_run_at) values
  ('Refresh the reference layers', 'sync', 'telematics.refreshLayers', '{}', 'interval', 1, now(), now());

reset role;
