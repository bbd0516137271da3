-- Database roles of the whole cluster. Runs as an administrator, any number of times.
--
-- Logins
--   wheelhouse_owner   owns every object; used by migrations and tenant provisioning only.
--   wheelhouse_app     the login of the functions: owns nothing, may do nothing by itself, and enters one of the roles
--                      below for one transaction at a time (noinherit: being a member grants nothing until it is set).
-- Roles entered by a transaction (nologin)
--   wheelhouse_system  work across tenants, always with a stated reason (withSystem).
--   system_admin … hotel_staff   the hierarchy of people: what they may touch is granted to these.

do $$
declare
  role_name text;
begin
  -- Two administrators may run this at once.
  perform pg_catalog.pg_advisory_xact_lock(7706511);
  foreach role_name in array array[
    'wheelhouse_system', 'authenticated_user', 'system_admin', 'audit_admin', 'compliance_officer', 'vip_admin', 'vip_operator',
    'emergency_responder', 'fleet_admin', 'driver_user', 'customer_user', 'support_agent', 'hotel_staff'
  ] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
      execute format('create role %I nologin inherit', role_name);
    end if;
  end loop;
  foreach role_name in array array['wheelhouse_owner', 'wheelhouse_app'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
      execute format('create role %I login', role_name);
    end if;
  end loop;
  -- On PostgreSQL 16 and later a membership carries its own inherit flag, taken from the role at the time of the grant.
  alter role wheelhouse_app noinherit;
end
$$;

-- Everyone who has signed in is an authenticated_user; above them the hierarchy of the VIP design.
grant authenticated_user to audit_admin, compliance_officer, vip_operator, emergency_responder, fleet_admin, driver_user, customer_user, support_agent, hotel_staff;
grant vip_operator, emergency_responder to vip_admin;
grant audit_admin, compliance_officer, vip_admin, fleet_admin, driver_user, customer_user, support_agent, hotel_staff to system_admin;

grant
  wheelhouse_system, authenticated_user, system_admin, audit_admin, compliance_officer, vip_admin, vip_operator,
  emergency_responder, fleet_admin, driver_user, customer_user, support_agent, hotel_staff
to wheelhouse_app;

-- The owner gives functions to wheelhouse_system (so that they pass row security as it does) and moves rows as it.
grant wheelhouse_system to wheelhouse_owner;
