-- Rules of the fleet's tables that a constraint cannot say.

create or replace function platform.normalize_vehicle() returns trigger
language plpgsql
as $$
declare
  missing text;
begin
  new.vin := upper(btrim(new.vin));
  new.license_plate := upper(btrim(new.license_plate));
  if new.client_id is null then
    select string_agg(name, ', ' order by position) into missing
    from unnest(
      array['vehicleIdentifier', 'vehicleType', 'year', 'licensePlate', 'maxWeightCapacityKg', 'maxVolumeCapacityM3',
        'fuelTankCapacityLiters', 'insuranceExpiryDate', 'registrationExpiryDate'],
      array[new.vehicle_identifier is null, new.vehicle_type is null, new.year is null, new.license_plate is null,
        new.max_weight_capacity_kg is null, new.max_volume_capacity_m3 is null,
        new.fuel_tank_capacity_liters is null, new.insurance_expiry_date is null, new.registration_expiry_date is null]
    ) with ordinality field (name, is_missing, position)
    where is_missing;
    if missing is not null then
      raise exception 'A vehicle of the fleet (one without a clientId) needs %.', missing using errcode = 'WH422';
    end if;
  end if;
  return new;
end
$$;
comment on function platform.normalize_vehicle() is
  'Stores VIN and plate in upper case, so that each is unique however it is written; says what a vehicle of the fleet lacks.';

create or replace function platform.normalize_driver() returns trigger
language plpgsql
as $$
begin
  new.license_number := upper(btrim(new.license_number));
  new.license_class := upper(btrim(new.license_class));
  new.license_state := upper(btrim(new.license_state));
  return new;
end
$$;
comment on function platform.normalize_driver() is 'Stores what identifies a licence in upper case, so that its number is unique however it is written.';

-- Held to the end of the transaction: linking one device to two vehicles at once happens one after the other.
create or replace function platform.lock_device(tenant uuid, device_id text) returns void
language sql
as $$ select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(tenant::text || ' device ' || device_id, 0)) $$;
comment on function platform.lock_device(uuid, text) is 'Serializes who links this device.';

-- Held to the end of the transaction, as above.
create or replace function platform.lock_assignments(tenant uuid) returns void
language sql
as $$ select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(tenant::text || ' assignments', 0)) $$;
comment on function platform.lock_assignments(uuid) is 'Serializes who changes assignments of vehicles in this tenant.';

-- Unique constraints cover each column by itself; this one covers a device that is the first of one vehicle and the second of another.
create or replace function platform.one_vehicle_per_device() returns trigger
language plpgsql
as $$
declare
  device text;
  holder text;
begin
  -- One lock a device would be too many for a tenant of a hundred thousand; its rows have passed this before.
  if platform.is_moving() then
    return new;
  end if;
  foreach device in array array_remove(array[new.primary_device_id, new.secondary_device_id]::text[], null) loop
    perform platform.lock_device(new.tenant_id, device);
    execute format(
      'select coalesce(vehicle_identifier, vin) from %I.vehicles '
      'where tenant_id = $1 and id <> $2 and $3 in (primary_device_id, secondary_device_id)', tg_table_schema)
      into holder using new.tenant_id, new.id, device;
    if holder is not null then
      raise exception 'Device % is linked to vehicle %.', device, holder
        using errcode = 'unique_violation', table = tg_table_name, constraint = 'vehicles_device_key';
    end if;
  end loop;
  return new;
end
$$;
comment on function platform.one_vehicle_per_device() is 'A device reports for one vehicle only.';
