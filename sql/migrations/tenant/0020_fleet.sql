create table ${app}.depots (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  depot_code varchar(10) not null,
  depot_name varchar(100) not null,
  address jsonb not null,
  coordinates point not null,
  timezone varchar(50) not null default 'America/Chicago',
  max_vehicle_capacity integer not null default 50,
  current_vehicle_count integer not null default 0,
  operating_hours jsonb not null default '{}',
  is_24_hour boolean not null default false,
  manager_id uuid,
  phone_number varchar(20),
  email_address varchar(255),
  is_active boolean not null default true,
  constraint depots_pkey primary key (tenant_id, id),
  constraint depots_depot_code_key unique (tenant_id, depot_code),
  constraint depots_capacity check (max_vehicle_capacity >= 0),
  constraint depots_count check (current_vehicle_count >= 0),
  constraint depots_on_earth check (coordinates[0] between -180 and 180 and coordinates[1] between -90 and 90)
);
select platform.protect_table(
  '${app}.depots', 'Places where vehicles are based.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index depots_is_active_idx on ${app}.depots (tenant_id, is_active);
create index depots_manager_id_idx on ${app}.depots (tenant_id, manager_id);
create index depots_coordinates_idx on ${app}.depots using gist (tenant_id, coordinates);
comment on column ${app}.depots.address is 'street, city, state, postalCode, country.';
comment on column ${app}.depots.coordinates is 'longitude and latitude in degrees (WGS 84).';
comment on column ${app}.depots.timezone is 'IANA name; the operating hours are in this zone.';
comment on column ${app}.depots.max_vehicle_capacity is 'How many vehicles have room.';
comment on column ${app}.depots.current_vehicle_count is 'Vehicles in service whose home it is; kept by fleet.depotOccupancy.';
comment on column ${app}.depots.operating_hours is 'Opening and closing time (HH:MM, local) by day: {"monday": {"open": "06:00", "close": "22:00"}}. Closing at or before opening means the next day; a day left out is closed.';
comment on column ${app}.depots.is_24_hour is 'Never closes, whatever the operating hours say.';

create table ${app}.vendors (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vendor_code varchar(50) not null,
  name varchar(255) not null,
  vendor_type varchar(50) not null default 'other',
  tax_id varchar(50),
  contact_name varchar(100),
  email varchar(255),
  phone varchar(20),
  address jsonb,
  payment_terms varchar(50),
  rating numeric(3, 2),
  is_preferred boolean not null default false,
  is_active boolean not null default true,
  constraint vendors_pkey primary key (tenant_id, id),
  constraint vendors_vendor_code_key unique (tenant_id, vendor_code),
  constraint vendors_vendor_type_check check (vendor_type in ('fuel', 'parts', 'service', 'lease', 'insurance', 'other')),
  constraint vendors_rating_range check (rating between 0 and 5)
);
select platform.protect_table(
  '${app}.vendors', 'Companies that fuel, parts, services, leases and insurance are bought from.',
  audit_schema => '${audit}', masked => array['tax_id']::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index vendors_name_idx on ${app}.vendors (tenant_id, name);
create index vendors_vendor_type_is_active_idx on ${app}.vendors (tenant_id, vendor_type, is_active);
comment on column ${app}.vendors.address is 'street, city, state, postalCode, country.';
comment on column ${app}.vendors.payment_terms is 'As agreed, such as "net 30".';
comment on column ${app}.vendors.rating is '0 to 5.';

create table ${app}.drivers (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  user_id uuid not null,
  employee_id varchar(20) not null,
  category varchar(50) not null default 'fleet',
  license_number varchar(50) not null,
  license_class varchar(10) not null,
  license_expiry_date date not null,
  license_state varchar(6) not null,
  cdl_endorsed boolean not null default false,
  hazmat_certified boolean not null default false,
  certification_expiry date,
  hire_date date not null,
  employment_status varchar(50) not null default 'active',
  pay_rate_per_hour numeric(8, 2),
  currency varchar(3) not null default 'USD',
  total_deliveries integer not null default 0,
  successful_deliveries integer not null default 0,
  average_rating numeric(3, 2) not null default 0,
  safety_score numeric(5, 2) not null default 100,
  emergency_contact_name varchar(100),
  emergency_contact_phone varchar(20),
  emergency_contact_relationship varchar(50),
  is_available boolean not null default true,
  current_vehicle_id uuid,
  constraint drivers_pkey primary key (tenant_id, id),
  constraint drivers_user_id_key unique (tenant_id, user_id),
  constraint drivers_employee_id_key unique (tenant_id, employee_id),
  constraint drivers_license_number_key unique (tenant_id, license_number),
  constraint drivers_category_check check (category in ('private', 'fleet', 'owner_operator')),
  constraint drivers_employment_status_check check (employment_status in ('active', 'inactive', 'on_leave', 'terminated')),
  constraint drivers_license_number_upper check (license_number = upper(license_number)),
  constraint drivers_currency_code check (currency ~ '^[A-Z]{3}$'),
  constraint drivers_pay_rate_positive check (pay_rate_per_hour >= 0),
  constraint drivers_deliveries check (total_deliveries >= successful_deliveries and successful_deliveries >= 0),
  constraint drivers_rating_range check (average_rating between 0 and 5),
  constraint drivers_safety_score_range check (safety_score between 0 and 100)
);
select platform.protect_table(
  '${app}.drivers', 'People who drive, with licence, certificates and employment.',
  audit_schema => '${audit}', masked => array['license_number', 'pay_rate_per_hour', 'emergency_contact_phone']::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index drivers_employment_status_idx on ${app}.drivers (tenant_id, employment_status);
create index drivers_license_expiry_date_idx on ${app}.drivers (tenant_id, license_expiry_date);
create index drivers_current_vehicle_id_idx on ${app}.drivers (tenant_id, current_vehicle_id);
comment on column ${app}.drivers.user_id is 'The account that the driver signs in with.';
comment on column ${app}.drivers.category is 'private: own car; fleet: employed; owner_operator: own vehicle under contract.';
comment on column ${app}.drivers.license_number is 'In upper case.';
comment on column ${app}.drivers.license_class is 'As printed on the licence, in upper case: A, B, C, D, M or a combination (CM); elsewhere than in the US the local classes.';
comment on column ${app}.drivers.license_expiry_date is 'Last day on which the licence is valid.';
comment on column ${app}.drivers.license_state is 'Issuing state or subdivision: TX, or an ISO 3166-2 code such as NG-LA.';
comment on column ${app}.drivers.cdl_endorsed is 'Holds a commercial driver licence (49 CFR 383).';
comment on column ${app}.drivers.certification_expiry is 'Last day of the hazardous-materials certificate.';
comment on column ${app}.drivers.currency is 'ISO 4217 code of the pay rate.';
comment on column ${app}.drivers.average_rating is '0 to 5.';
comment on column ${app}.drivers.safety_score is '0 (worst) to 100.';
comment on column ${app}.drivers.is_available is 'Wants work now; set by the driver or a dispatcher.';
comment on column ${app}.drivers.current_vehicle_id is 'Vehicle of the assignment in force now; kept by the assignment verbs and fleet.applyAssignments.';

create table ${app}.vehicles (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_identifier varchar(20),
  make varchar(50) not null,
  model varchar(50) not null,
  year integer,
  color varchar(30),
  license_plate varchar(20),
  vin varchar(17) not null,
  vehicle_type varchar(50),
  fleet_category varchar(50) not null default 'standard',
  required_license_classes varchar(10)[],
  max_weight_capacity_kg integer,
  max_volume_capacity_m3 numeric(8, 2),
  fuel_tank_capacity_liters integer,
  fuel_type varchar(50) not null default 'gasoline',
  operational_status varchar(50) not null default 'available',
  current_odometer_km numeric(10, 1) not null default 0,
  assigned_driver_id uuid,
  home_depot_id uuid,
  client_id uuid,
  last_maintenance_date date,
  next_maintenance_due_km integer,
  maintenance_interval_km integer not null default 10000,
  insurance_policy_number varchar(50),
  insurance_expiry_date date,
  registration_expiry_date date,
  purchase_date date,
  purchase_price numeric(12, 2),
  current_book_value numeric(12, 2),
  monthly_depreciation numeric(8, 2),
  currency varchar(3) not null default 'USD',
  primary_device_id varchar(50),
  secondary_device_id varchar(50),
  device_last_contact timestamp with time zone,
  metadata jsonb not null default '{}',
  is_active boolean not null default true,
  constraint vehicles_pkey primary key (tenant_id, id),
  constraint vehicles_vehicle_identifier_key unique (tenant_id, vehicle_identifier),
  constraint vehicles_license_plate_key unique (tenant_id, license_plate),
  constraint vehicles_vin_key unique (tenant_id, vin),
  constraint vehicles_primary_device_id_key unique (tenant_id, primary_device_id),
  constraint vehicles_secondary_device_id_key unique (tenant_id, secondary_device_id),
  constraint vehicles_vehicle_type_check check (vehicle_type in ('truck', 'van', 'pickup', 'car', 'suv', 'bus', 'trailer', 'motorcycle', 'bicycle')),
  constraint vehicles_fuel_type_check check (fuel_type in ('gasoline', 'diesel', 'electric', 'hybrid', 'propane')),
  constraint vehicles_operational_status_check check (operational_status in ('available', 'in_use', 'maintenance', 'out_of_service', 'retired')),
  constraint vehicles_fleet_details check (client_id is not null or num_nulls(vehicle_identifier, vehicle_type, year, license_plate,
    max_weight_capacity_kg, max_volume_capacity_m3, fuel_tank_capacity_liters, insurance_expiry_date, registration_expiry_date) = 0),
  constraint vehicles_year check (year >= 1900 and year <= extract(year from current_date) + 1),
  constraint vehicles_vin_format check (vin ~ '^[A-HJ-NPR-Z0-9]{17}$'),
  constraint vehicles_license_plate_upper check (license_plate = upper(license_plate)),
  constraint vehicles_odometer_positive check (current_odometer_km >= 0),
  constraint vehicles_capacities_positive check (max_weight_capacity_kg >= 0 and max_volume_capacity_m3 >= 0 and fuel_tank_capacity_liters >= 0),
  constraint vehicles_maintenance_positive check (next_maintenance_due_km >= 0 and maintenance_interval_km > 0),
  constraint vehicles_money_positive check (purchase_price >= 0 and current_book_value >= 0 and monthly_depreciation >= 0),
  constraint vehicles_currency_code check (currency ~ '^[A-Z]{3}$'),
  constraint vehicles_devices_differ check (primary_device_id <> secondary_device_id),
  constraint vehicles_metadata_object check (jsonb_typeof(metadata) = 'object')
);
select platform.protect_table(
  '${app}.vehicles', 'Vehicles: those of the fleet, and those that clients bring to a garage.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index vehicles_operational_status_idx on ${app}.vehicles (tenant_id, operational_status);
create index vehicles_assigned_driver_id_idx on ${app}.vehicles (tenant_id, assigned_driver_id);
create index vehicles_vehicle_type_idx on ${app}.vehicles (tenant_id, vehicle_type);
create index vehicles_home_depot_id_idx on ${app}.vehicles (tenant_id, home_depot_id);
create index vehicles_client_id_idx on ${app}.vehicles (tenant_id, client_id);
create index vehicles_make_model_idx on ${app}.vehicles (tenant_id, make, model);
create index vehicles_insurance_expiry_date_idx on ${app}.vehicles (tenant_id, insurance_expiry_date);
create index vehicles_registration_expiry_date_idx on ${app}.vehicles (tenant_id, registration_expiry_date);
create index vehicles_metadata_idx on ${app}.vehicles using gin (metadata jsonb_path_ops);
comment on column ${app}.vehicles.vehicle_identifier is 'What the fleet calls it: VH001. Required unless it is a client''s vehicle, as are type, year, plate, capacities and the two expiry dates.';
comment on column ${app}.vehicles.year is 'Year of manufacture.';
comment on column ${app}.vehicles.license_plate is 'In upper case.';
comment on column ${app}.vehicles.vin is 'Vehicle identification number (ISO 3779) in upper case: 17 characters without I, O and Q.';
comment on column ${app}.vehicles.required_license_classes is 'Licence classes that may drive it; null: by type and capacity.';
comment on column ${app}.vehicles.operational_status is 'Changed by the verb changeStatus.';
comment on column ${app}.vehicles.current_odometer_km is 'Latest reading; written by telemetry and the verb recordOdometer.';
comment on column ${app}.vehicles.assigned_driver_id is 'Driver of the assignment in force now; kept by the assignment verbs and fleet.applyAssignments.';
comment on column ${app}.vehicles.home_depot_id is 'Where it is based.';
comment on column ${app}.vehicles.client_id is 'Owning client of a garage. No foreign key yet: the table of clients is not part of this migration.';
comment on column ${app}.vehicles.next_maintenance_due_km is 'Odometer reading at which maintenance is due.';
comment on column ${app}.vehicles.currency is 'ISO 4217 code of the amounts.';
comment on column ${app}.vehicles.primary_device_id is 'Telemetry device; changed by the verb linkDevice. A device belongs to one vehicle.';
comment on column ${app}.vehicles.device_last_contact is 'When one of its devices was last heard of.';
comment on column ${app}.vehicles.metadata is 'Anything else worth knowing, such as the type of engine.';
comment on column ${app}.vehicles.is_active is 'Counts as part of the fleet.';

create table ${app}.vehicle_assignments (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  vehicle_id uuid not null,
  driver_id uuid not null,
  assigned_from timestamp with time zone not null,
  assigned_to timestamp with time zone,
  assigned_by_user_id uuid,
  notes text,
  end_reason text,
  constraint vehicle_assignments_pkey primary key (tenant_id, id),
  constraint vehicle_assignments_period check (assigned_to >= assigned_from),
  constraint vehicle_assignments_vehicle_overlap exclude using gist (tenant_id with =, vehicle_id with =, tstzrange(assigned_from, assigned_to) with &&),
  constraint vehicle_assignments_driver_overlap exclude using gist (tenant_id with =, driver_id with =, tstzrange(assigned_from, assigned_to) with &&)
);
select platform.protect_table(
  '${app}.vehicle_assignments', 'Who drives which vehicle from when to when. No two periods of one vehicle, or of one driver, overlap.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index vehicle_assignments_vehicle_id_assigned_from_desc_idx on ${app}.vehicle_assignments (tenant_id, vehicle_id, assigned_from desc);
create index vehicle_assignments_driver_id_assigned_from_desc_idx on ${app}.vehicle_assignments (tenant_id, driver_id, assigned_from desc);
create index vehicle_assignments_assigned_to_idx on ${app}.vehicle_assignments (tenant_id, assigned_to);
create index vehicle_assignments_assigned_by_user_id_idx on ${app}.vehicle_assignments (tenant_id, assigned_by_user_id);
comment on column ${app}.vehicle_assignments.assigned_from is 'First moment of the assignment.';
comment on column ${app}.vehicle_assignments.assigned_to is 'First moment after it; null: open. Equal to assignedFrom: cancelled before it began.';
comment on column ${app}.vehicle_assignments.assigned_by_user_id is 'User who made it; null where the system or a token did.';

create table ${app}.expiry_notices (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  document varchar(50) not null,
  subject_id uuid not null,
  expiry_date date not null,
  threshold_days integer not null,
  constraint expiry_notices_pkey primary key (tenant_id, id),
  constraint expiry_notices_document_subject__expiry_d_threshol_key unique (tenant_id, document, subject_id, expiry_date, threshold_days),
  constraint expiry_notices_document_check check (document in ('insurance', 'registration', 'license'))
);
select platform.protect_table(
  '${app}.expiry_notices', 'Which warnings about expiring insurance, registrations and licences were given, so that none is given twice.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => '{}'::text[], touched => false
);
comment on column ${app}.expiry_notices.subject_id is 'The vehicle, or for a licence the driver. No foreign key: notices outlive what they were about.';
comment on column ${app}.expiry_notices.expiry_date is 'Last valid day when the warning was given; a renewal starts over.';
comment on column ${app}.expiry_notices.threshold_days is 'The warning was given when at most this many days were left.';

alter table ${app}.depots
  add constraint depots_manager_id_fkey foreign key (tenant_id, manager_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.drivers
  add constraint drivers_user_id_fkey foreign key (tenant_id, user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.drivers
  add constraint drivers_current_vehicle_id_fkey foreign key (tenant_id, current_vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.vehicles
  add constraint vehicles_assigned_driver_id_fkey foreign key (tenant_id, assigned_driver_id)
  references ${app}.drivers (tenant_id, id) deferrable;
alter table ${app}.vehicles
  add constraint vehicles_home_depot_id_fkey foreign key (tenant_id, home_depot_id)
  references ${app}.depots (tenant_id, id) deferrable;
alter table ${app}.vehicle_assignments
  add constraint vehicle_assignments_vehicle_id_fkey foreign key (tenant_id, vehicle_id)
  references ${app}.vehicles (tenant_id, id) deferrable;
alter table ${app}.vehicle_assignments
  add constraint vehicle_assignments_driver_id_fkey foreign key (tenant_id, driver_id)
  references ${app}.drivers (tenant_id, id) deferrable;
alter table ${app}.vehicle_assignments
  add constraint vehicle_assignments_assigned_by_user_id_fkey foreign key (tenant_id, assigned_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;

-- Before touch_row (triggers fire by name), so that a row which only differs in its spelling counts as unchanged.
create trigger normalize_row before insert or update on ${app}.vehicles for each row execute function platform.normalize_vehicle();
create trigger normalize_row before insert or update on ${app}.drivers for each row execute function platform.normalize_driver();
create trigger one_vehicle_per_device before insert or update of primary_device_id, secondary_device_id on ${app}.vehicles
  for each row execute function platform.one_vehicle_per_device();
