create table ${app}.routes (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  route_name varchar(255) not null,
  description text,
  stops jsonb not null default '[]',
  origin jsonb,
  destination jsonb,
  polyline text,
  total_distance_km numeric(8, 2),
  estimated_duration_minutes integer,
  estimated_fuel_l double precision,
  optimization_criteria varchar(50) not null default 'fastest',
  assigned_vehicle_id uuid,
  assigned_driver_id uuid,
  scheduled_date date,
  planned_departure_at timestamp with time zone,
  arrival_radius_m double precision not null default 100,
  max_deviation_m double precision not null default 500,
  status varchar(20) not null default 'planned',
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  actual_trip_id uuid,
  progress_at timestamp with time zone,
  deviation_m double precision,
  deviated_since timestamp with time zone,
  remaining_distance_km double precision,
  estimated_end_at timestamp with time zone,
  tracking jsonb,
  created_by_user_id uuid,
  constraint routes_pkey primary key (tenant_id, id),
  constraint routes_optimization_criteria_check check (optimization_criteria in ('fastest', 'shortest', 'fuel_efficient')),
  constraint routes_status_check check (status in ('planned', 'active', 'completed', 'cancelled')),
  constraint routes_stops_list check (jsonb_typeof(stops) = 'array'),
  constraint routes_origin_object check (jsonb_typeof(origin) = 'object'),
  constraint routes_destination_object check (jsonb_typeof(destination) = 'object'),
  constraint routes_totals_positive check (total_distance_km >= 0 and estimated_duration_minutes >= 0 and estimated_fuel_l >= 0),
  constraint routes_distances_positive check (arrival_radius_m > 0 and max_deviation_m > 0),
  constraint routes_period check (ended_at >= started_at),
  constraint routes_driven check (status not in ('active', 'completed') or (started_at is not null and assigned_vehicle_id is not null)),
  constraint routes_ended check ((status in ('completed', 'cancelled')) = (ended_at is not null))
);
select platform.protect_table(
  '${app}.routes', 'Planned rounds of a vehicle with their stops, and how they went.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index routes_scheduled_date_status_idx on ${app}.routes (tenant_id, scheduled_date, status);
create index routes_assigned_vehicle_id_scheduled_date_idx on ${app}.routes (tenant_id, assigned_vehicle_id, scheduled_date);
create index routes_assigned_driver_id_scheduled_date_idx on ${app}.routes (tenant_id, assigned_driver_id, scheduled_date);
create index routes_actual_trip_id_idx on ${app}.routes (tenant_id, actual_trip_id);
create index routes_created_by_user_id_idx on ${app}.routes (tenant_id, created_by_user_id);
create unique index routes_active_vehicle_idx on ${app}.routes (tenant_id, assigned_vehicle_id) where status = 'active';
comment on column ${app}.routes.stops is 'In the order in which they are visited; what a stop holds is said by the verb optimize.';
comment on column ${app}.routes.origin is 'Where it begins: latitude, longitude and a name. Null: at the first stop.';
comment on column ${app}.routes.destination is 'Where it ends after the last stop; null: there.';
comment on column ${app}.routes.polyline is 'Planned way, as an encoded polyline of precision 5. The verb optimize draws straight lines from stop to stop.';
comment on column ${app}.routes.total_distance_km is 'Planned way on the road; written by the verb optimize.';
comment on column ${app}.routes.estimated_duration_minutes is 'From departure to the end, waiting and service included; written by the verb optimize.';
comment on column ${app}.routes.estimated_fuel_l is 'Litres, for electric vehicles of gasoline equivalent; written by the verb optimize.';
comment on column ${app}.routes.optimization_criteria is 'What the verb optimize makes small.';
comment on column ${app}.routes.planned_departure_at is 'When the vehicle leaves the origin.';
comment on column ${app}.routes.arrival_radius_m is 'A vehicle that halts this near to a stop has arrived.';
comment on column ${app}.routes.max_deviation_m is 'A vehicle further from the planned way than this has left it.';
comment on column ${app}.routes.status is 'Changed by the verbs start, complete and cancel; a route whose end was reached completes by itself.';
comment on column ${app}.routes.started_at is 'When it began to be driven.';
comment on column ${app}.routes.ended_at is 'When it was completed or cancelled.';
comment on column ${app}.routes.actual_trip_id is 'The trip that it shares most time with; found anew while it is driven, null where that trip was withdrawn.';
comment on column ${app}.routes.progress_at is 'When the vehicle measured the position that progress was last judged by.';
comment on column ${app}.routes.deviation_m is 'Distance from the planned way at that moment.';
comment on column ${app}.routes.deviated_since is 'Since when the vehicle is off the planned way; null while it is on it.';
comment on column ${app}.routes.remaining_distance_km is 'Estimated way on the road from that position over the remaining stops to the end.';
comment on column ${app}.routes.estimated_end_at is 'When the route will end, as it looks now.';
comment on column ${app}.routes.tracking is 'State of the judgement some minutes ago, from which later positions are followed.';
comment on column ${app}.routes.created_by_user_id is 'Null where no user did.';

alter table ${app}.routes
  add constraint routes_assigned_vehicle_id_fkey foreign key (tenant_id, assigned_vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.routes
  add constraint routes_assigned_driver_id_fkey foreign key (tenant_id, assigned_driver_id)
  references ${app}.drivers (tenant_id, id) deferrable;
alter table ${app}.routes
  add constraint routes_actual_trip_id_fkey foreign key (tenant_id, actual_trip_id)
  references ${app}.trips (tenant_id, id)
  on delete set null (actual_trip_id) deferrable;
alter table ${app}.routes
  add constraint routes_created_by_user_id_fkey foreign key (tenant_id, created_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;

create trigger route_author before insert on ${app}.routes
  for each row execute function platform.route_author();
