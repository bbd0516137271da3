-- What every organisation starts with. Runs as the system, any number of times: what exists stays as it is.

-- Permissions of the resources there are. The category is the group whose wildcards cover the resource (shared/src/auth/groups.ts).
create or replace function platform.permission_catalogue()
returns table (permission_key text, permission_name text, resource text, action text, category text)
language sql immutable
as $$
  with resources (category, resource, actions) as (
    values
      ('system', 'system', 'read write'),
      ('system', 'setting', 'read write reveal'),
      ('system', 'job', 'read write run'),
      ('system', 'audit', 'read'),
      ('system', 'event', 'read'),
      ('system', 'document_audit', 'read'),
      ('user', 'user', 'read write delete read_own'),
      ('user', 'role', 'read write delete'),
      ('user', 'permission', 'read'),
      ('user', 'department', 'read write delete'),
      ('user', 'team', 'read write delete'),
      ('user', 'api_token', 'read write read_own'),
      ('fleet', 'fleet', 'read write delete'),
      ('fleet', 'vehicle', 'read write delete read_assigned'),
      ('fleet', 'driver', 'read write delete read_own'),
      ('fleet', 'depot', 'read write delete'),
      ('fleet', 'vendor', 'read write delete'),
      ('fleet', 'assignment', 'read write delete read_assigned'),
      ('fleet', 'location', 'read write'),
      ('fleet', 'location_share', 'read write'),
      ('fleet', 'video', 'read write'),
      ('fleet', 'layer', 'read'),
      ('fleet', 'trip', 'read read_own classify'),
      ('fleet', 'telematics_rules', 'read write'),
      ('fleet', 'geofence', 'read write delete'),
      ('document', 'document', 'read write delete read_own hold purge'),
      ('document', 'folder', 'read write delete'),
      ('delivery', 'delivery', 'read write read_assigned read_own update_status'),
      ('delivery', 'route', 'read write'),
      ('delivery', 'tracking', 'read read_own'),
      ('analytics', 'analytics', 'read write'),
      ('analytics', 'reports', 'read write'),
      ('analytics', 'dashboard', 'read write')
  )
  select
    r.resource || '.' || a.action,
    initcap(replace(a.action || ' ' || r.resource, '_', ' ')),
    r.resource,
    a.action,
    r.category
  from resources r, regexp_split_to_table(r.actions, ' ') as a (action)
$$;
comment on function platform.permission_catalogue() is 'The permissions that can be granted.';

create or replace function platform.seed_identity(schema_name text, tenant uuid) returns void
language plpgsql
as $$
begin
  execute format(
    'insert into %I.permissions (tenant_id, permission_key, permission_name, resource, action, permission_category) '
    'select $1, permission_key, permission_name, resource, action, category from platform.permission_catalogue() '
    'on conflict (tenant_id, permission_key) do nothing', schema_name) using tenant;

  -- Names, descriptions and permissions are those of the dataops design. Its super_admin is described as "Full system access", which
  -- its five wildcards alone would not give once there are resources outside them (documents, say); so it has * as well.
  -- Parents are less powerful roles, whose permissions the child has too.
  execute format(
    'insert into %1$I.roles (tenant_id, role_name, display_name, description, permissions, role_level, database_role, '
    '  role_type, is_system_role, is_default) '
    'select $1, role_name, display_name, description, permissions::jsonb, role_level, database_role, ''system'', true, '
    '  role_name = ''customer'' and not exists (select from %1$I.roles d where d.tenant_id = $1 and d.is_default) '
    'from platform.seeded_roles() '
    'on conflict (tenant_id, role_name) do nothing', schema_name) using tenant;
  execute format(
    'update %1$I.roles child set parent_role_id = parent.id '
    'from platform.seeded_roles() seed, %1$I.roles parent '
    'where child.tenant_id = $1 and child.role_name = seed.role_name and child.is_system_role and child.parent_role_id is null '
    '  and parent.tenant_id = $1 and parent.role_name = seed.parent', schema_name) using tenant;

  execute format(
    'insert into %I.departments (tenant_id, department_name, department_code, description) '
    'select $1, v.* from (values '
    '  (''Operations'', ''OPS'', ''Fleet and delivery operations''), '
    '  (''Technology'', ''TECH'', ''IT and software development''), '
    '  (''Customer Service'', ''CS'', ''Customer support and communications''), '
    '  (''Analytics'', ''ANALYTICS'', ''Data analysis and business intelligence'')) v '
    'on conflict (tenant_id, department_code) do nothing', schema_name) using tenant;
end
$$;
comment on function platform.seed_identity(text, uuid) is 'Roles, permissions and departments of a new organisation.';

create or replace function platform.seeded_roles()
returns table (role_name text, display_name text, description text, permissions text, role_level integer, database_role text, parent text)
language sql immutable
as $$
  values
    ('super_admin', 'Super Administrator', 'Full system access',
      '["system.*", "user.*", "fleet.*", "delivery.*", "analytics.*", "*"]', 100, 'system_admin', 'fleet_manager'),
    ('fleet_manager', 'Fleet Manager', 'Manage vehicles and drivers',
      '["fleet.read", "fleet.write", "vehicle.read", "vehicle.write", "driver.read", "driver.write", "trip.classify"]', 80, 'fleet_admin', 'dispatcher'),
    ('dispatcher', 'Dispatcher', 'Manage deliveries and routes',
      '["delivery.read", "delivery.write", "route.read", "route.write", "vehicle.read", "location.read", "geofence.read", "trip.read"]', 60, 'support_agent', null),
    ('analyst', 'Data Analyst', 'Read-only access to analytics',
      '["analytics.read", "reports.read", "dashboard.read"]', 40, 'authenticated_user', null),
    ('driver', 'Driver', 'Mobile app access for deliveries',
      '["delivery.read_assigned", "delivery.update_status", "vehicle.read_assigned", "location.write", "trip.read_own", "trip.classify", "driver.read_own"]', 20, 'driver_user', null),
    ('customer', 'Customer', 'Track deliveries and view status',
      '["delivery.read_own", "tracking.read_own"]', 10, 'customer_user', null)
$$;
comment on function platform.seeded_roles() is 'The roles that every organisation starts with.';
