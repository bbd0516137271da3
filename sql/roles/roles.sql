-- Database roles of the whole cluster. Runs as an administrator who may create roles, any number of times; what is there already is left
-- alone, so that another administrator may repeat it. Its notices say what it did.
--
-- Roles that sessions work as. They log in themselves where they have been given a password; elsewhere (Cloud SQL) each function has a
-- login of its own that acts as one of them from the start of its sessions.
--   wheelhouse_owner   owns every object; used by migrations and tenant provisioning only.
--   wheelhouse_app     what functions are: owns nothing, may do nothing by itself, and enters one of the roles
--                      below for one transaction at a time (noinherit: being a member grants nothing until it is set).
-- Roles entered by a transaction (nologin)
--   wheelhouse_system  work across tenants, always with a stated reason (withSystem).
--   system_admin … hotel_staff   the hierarchy of people: what they may touch is granted to these.

do $$
declare
  role_name text;
  membership record;
begin
  -- Two administrators may run this at once.
  perform pg_catalog.pg_advisory_xact_lock(7706511);
  foreach role_name in array array[
    'wheelhouse_owner', 'wheelhouse_app', 'wheelhouse_system', 'authenticated_user', 'system_admin', 'audit_admin', 'compliance_officer',
    'vip_admin', 'vip_operator', 'emergency_responder', 'fleet_admin', 'driver_user', 'customer_user', 'support_agent', 'hotel_staff'
  ] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
      -- On PostgreSQL 16 and later a membership carries its own inherit flag, taken from the role at the time of the grant.
      execute format('create role %I nologin %s', role_name, case role_name when 'wheelhouse_app' then 'noinherit' else 'inherit' end);
      raise notice 'made the role %', role_name;
    end if;
  end loop;

  for membership in
    select m.role_name, member_name
    from (values
      -- Everyone who has signed in is an authenticated_user; above them the hierarchy of the VIP design.
      ('authenticated_user', array['audit_admin', 'compliance_officer', 'vip_operator', 'emergency_responder', 'fleet_admin',
        'driver_user', 'customer_user', 'support_agent', 'hotel_staff', 'wheelhouse_app']),
      ('vip_operator', array['vip_admin', 'wheelhouse_app']),
      ('emergency_responder', array['vip_admin', 'wheelhouse_app']),
      ('audit_admin', array['system_admin', 'wheelhouse_app']),
      ('compliance_officer', array['system_admin', 'wheelhouse_app']),
      ('vip_admin', array['system_admin', 'wheelhouse_app']),
      ('fleet_admin', array['system_admin', 'wheelhouse_app']),
      ('driver_user', array['system_admin', 'wheelhouse_app']),
      ('customer_user', array['system_admin', 'wheelhouse_app']),
      ('support_agent', array['system_admin', 'wheelhouse_app']),
      ('hotel_staff', array['system_admin', 'wheelhouse_app']),
      ('system_admin', array['wheelhouse_app']),
      -- The owner gives functions to wheelhouse_system (so that they pass row security as it does) and moves rows as it.
      ('wheelhouse_system', array['wheelhouse_app', 'wheelhouse_owner'])
    ) m (role_name, members), unnest(m.members) member_name
    where not exists (
      select from pg_catalog.pg_auth_members a
      where a.roleid = m.role_name::regrole and a.member = member_name::regrole)
  loop
    execute format('grant %I to %I', membership.role_name, membership.member_name);
    raise notice 'made % a member of %', membership.member_name, membership.role_name;
  end loop;
end
$$;
