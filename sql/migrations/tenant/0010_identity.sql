create table ${app}.roles (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  role_name varchar(100) not null,
  display_name varchar(255) not null,
  description text,
  parent_role_id uuid,
  role_level integer not null default 0,
  role_type varchar(50) not null default 'custom',
  permissions jsonb not null default '[]',
  database_role varchar(63) not null default 'authenticated_user',
  is_active boolean not null default true,
  is_system_role boolean not null default false,
  is_default boolean not null default false,
  constraint roles_pkey primary key (tenant_id, id),
  constraint roles_role_name_key unique (tenant_id, role_name),
  constraint roles_role_type_check check (role_type in ('system', 'tenant', 'custom')),
  constraint roles_database_role_check check (database_role in ('authenticated_user', 'system_admin', 'audit_admin', 'compliance_officer', 'vip_admin', 'vip_operator', 'emergency_responder', 'fleet_admin', 'driver_user', 'customer_user', 'support_agent', 'hotel_staff')),
  constraint roles_permissions_array check (jsonb_typeof(permissions) = 'array')
);
select platform.protect_table(
  '${app}.roles', 'Sets of permissions that users hold. A role has its own permissions and those of its parents.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index roles_is_active_idx on ${app}.roles (tenant_id, is_active);
create index roles_parent_role_id_idx on ${app}.roles (tenant_id, parent_role_id);
create unique index roles_one_default on ${app}.roles (tenant_id, is_default) where is_default;
comment on column ${app}.roles.role_name is 'Name in programs: fleet_manager.';
comment on column ${app}.roles.parent_role_id is 'Role whose permissions this one has too.';
comment on column ${app}.roles.role_level is 'Rank. Of several roles of a user, the highest decides the database role.';
comment on column ${app}.roles.permissions is 'Array of permissions, wildcards included: ["vehicle.read", "fleet.*"].';
comment on column ${app}.roles.database_role is 'Role of the database that its holders act as.';
comment on column ${app}.roles.is_system_role is 'Made by Wheelhouse: cannot be deleted, renamed or switched off.';
comment on column ${app}.roles.is_default is 'Given to users who are created without a role.';

create table ${app}.departments (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  department_name varchar(100) not null,
  department_code varchar(10) not null,
  description text,
  parent_department_id uuid,
  department_path text,
  manager_id uuid,
  budget_allocation numeric(15, 2),
  cost_center_code varchar(20),
  is_active boolean not null default true,
  constraint departments_pkey primary key (tenant_id, id),
  constraint departments_department_code_key unique (tenant_id, department_code),
  constraint departments_code_form check (department_code ~ '^[A-Za-z0-9_-]+$')
);
select platform.protect_table(
  '${app}.departments', 'Parts of the organisation, as a tree.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index departments_parent_department_id_idx on ${app}.departments (tenant_id, parent_department_id);
create index departments_department_path_idx on ${app}.departments (tenant_id, department_path);
create index departments_manager_id_idx on ${app}.departments (tenant_id, manager_id);
comment on column ${app}.departments.department_path is 'Codes from the root down to this department, kept by the database: /OPS/NORTH.';
comment on column ${app}.departments.manager_id is 'User who leads it.';

create table ${app}.users (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  email varchar(255) not null,
  username varchar(100) not null,
  password_hash varchar(255),
  first_name varchar(100) not null,
  last_name varchar(100) not null,
  phone varchar(20),
  avatar_url text,
  employee_id varchar(50),
  role_id uuid not null,
  department_id uuid,
  manager_id uuid,
  account_status varchar(50) not null default 'active',
  email_verified boolean not null default false,
  email_verified_at timestamp with time zone,
  last_login_at timestamp with time zone,
  password_changed_at timestamp with time zone,
  failed_login_attempts integer not null default 0,
  locked_until timestamp with time zone,
  two_factor_enabled boolean not null default false,
  two_factor_secret varchar(255),
  created_by uuid,
  updated_by uuid,
  constraint users_pkey primary key (tenant_id, id),
  constraint users_email_key unique (tenant_id, email),
  constraint users_username_key unique (tenant_id, username),
  constraint users_employee_id_key unique (tenant_id, employee_id),
  constraint users_account_status_check check (account_status in ('active', 'inactive', 'suspended', 'pending_verification')),
  constraint users_email_form check (email ~ '^[^@\s]+@[^@\s]+$'),
  constraint users_email_lower_case check (email = lower(email))
);
select platform.protect_table(
  '${app}.users', 'People of the organisation who can sign in, or once could.',
  audit_schema => '${audit}', masked => array['password_hash', 'two_factor_secret']::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index users_role_id_idx on ${app}.users (tenant_id, role_id);
create index users_department_id_idx on ${app}.users (tenant_id, department_id);
create index users_manager_id_idx on ${app}.users (tenant_id, manager_id);
create index users_account_status_idx on ${app}.users (tenant_id, account_status);
create index users_last_login_at_desc_idx on ${app}.users (tenant_id, last_login_at desc);
comment on column ${app}.users.email is 'In lower case. Whoever proves to hold it signs in as this user.';
comment on column ${app}.users.password_hash is 'Argon2 hash; null where Firebase holds the password.';
comment on column ${app}.users.role_id is 'Primary role; further ones are in user_roles. The default role of the organisation unless set.';
comment on column ${app}.users.manager_id is 'User to whom this one reports.';
comment on column ${app}.users.last_login_at is 'Last sign-in with Firebase (UTC).';
comment on column ${app}.users.locked_until is 'Sign-in is refused until then.';
comment on column ${app}.users.created_by is 'User who created the row, null for the system.';
comment on column ${app}.users.updated_by is 'User who last changed the row, null for the system.';

create table ${app}.permissions (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  permission_key varchar(255) not null,
  permission_name varchar(255) not null,
  description text,
  resource varchar(100) not null,
  action varchar(50) not null,
  permission_category varchar(100),
  is_system_permission boolean not null default true,
  constraint permissions_pkey primary key (tenant_id, id),
  constraint permissions_permission_key_key unique (tenant_id, permission_key)
);
select platform.protect_table(
  '${app}.permissions', 'The catalogue of permissions that can be granted. Written by Wheelhouse only.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => '{}'::text[], changers => '{}'::text[], touched => true
);
create index permissions_resource_action_idx on ${app}.permissions (tenant_id, resource, action);
comment on column ${app}.permissions.permission_key is '<resource>.<action>: vehicle.read.';
comment on column ${app}.permissions.permission_category is 'Group whose wildcards cover it: fleet.';

create table ${app}.user_roles (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  user_id uuid not null,
  role_id uuid not null,
  assigned_by_user_id uuid,
  assigned_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  is_active boolean not null default true,
  constraint user_roles_pkey primary key (tenant_id, id),
  constraint user_roles_user_id_role_id_key unique (tenant_id, user_id, role_id)
);
select platform.protect_table(
  '${app}.user_roles', 'Roles that users hold besides their primary one.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index user_roles_user_id_is_active_idx on ${app}.user_roles (tenant_id, user_id, is_active);
create index user_roles_role_id_idx on ${app}.user_roles (tenant_id, role_id);
comment on column ${app}.user_roles.expires_at is 'The role counts until then; null for good.';

create table ${app}.user_permissions (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  user_id uuid not null,
  permission_id uuid not null,
  permission_type varchar(20) not null default 'grant',
  granted_by_user_id uuid,
  granted_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  reason text,
  constraint user_permissions_pkey primary key (tenant_id, id),
  constraint user_permissions_user_id_permission_id_key unique (tenant_id, user_id, permission_id),
  constraint user_permissions_permission_type_check check (permission_type in ('grant', 'deny'))
);
select platform.protect_table(
  '${app}.user_permissions', 'Permissions granted to or withheld from a single user, besides those of the roles. A denial beats every grant.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index user_permissions_user_id_permission_type_idx on ${app}.user_permissions (tenant_id, user_id, permission_type);
create index user_permissions_permission_id_idx on ${app}.user_permissions (tenant_id, permission_id);
comment on column ${app}.user_permissions.expires_at is 'It counts until then; null for good.';

create table ${app}.api_tokens (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  user_id uuid not null,
  token_name varchar(255) not null,
  token_hash varchar(64) not null,
  token_prefix varchar(20) not null,
  permissions jsonb not null default '[]',
  rate_limit integer,
  allowed_ips inet[],
  last_used_at timestamp with time zone,
  usage_count integer not null default 0,
  expires_at timestamp with time zone,
  is_active boolean not null default true,
  revoked_at timestamp with time zone,
  revoked_by_user_id uuid,
  revoked_reason text,
  constraint api_tokens_pkey primary key (tenant_id, id),
  constraint api_tokens_token_hash_key unique (tenant_id, token_hash),
  constraint api_tokens_permissions_array check (jsonb_typeof(permissions) = 'array'),
  constraint api_tokens_rate_limit_positive check (rate_limit > 0),
  constraint api_tokens_revoked_inactive check (revoked_at is null or not is_active)
);
select platform.protect_table(
  '${app}.api_tokens', 'Keys for programs. A token acts for its user, with at most the permissions named here.',
  audit_schema => '${audit}', masked => array['token_hash']::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index api_tokens_user_id_is_active_idx on ${app}.api_tokens (tenant_id, user_id, is_active);
create index api_tokens_is_active_idx on ${app}.api_tokens (tenant_id, is_active);
comment on column ${app}.api_tokens.token_hash is 'SHA-256 of the secret in hex. The secret is 256 random bits, which no guessing reaches, so a slow hash would add nothing.';
comment on column ${app}.api_tokens.token_prefix is 'First characters of the token, to recognise it by.';
comment on column ${app}.api_tokens.rate_limit is 'Requests per hour; null for the default of the installation.';
comment on column ${app}.api_tokens.allowed_ips is 'Addresses and networks it may be used from; null or empty for all.';
comment on column ${app}.api_tokens.last_used_at is 'Noted at most once a minute (UTC).';
comment on column ${app}.api_tokens.usage_count is 'Requests made with it; follows within a minute.';

create table ${app}.teams (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  name varchar(255) not null,
  description text,
  team_lead_id uuid,
  is_active boolean not null default true,
  constraint teams_pkey primary key (tenant_id, id)
);
select platform.protect_table(
  '${app}.teams', 'Users who work together, across departments.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index teams_team_lead_id_idx on ${app}.teams (tenant_id, team_lead_id);
comment on column ${app}.teams.team_lead_id is 'User who leads it.';

create table ${app}.team_members (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  team_id uuid not null,
  user_id uuid not null,
  joined_at timestamp with time zone not null default now(),
  constraint team_members_pkey primary key (tenant_id, id),
  constraint team_members_team_id_user_id_key unique (tenant_id, team_id, user_id)
);
select platform.protect_table(
  '${app}.team_members', 'Which users belong to which team.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index team_members_user_id_idx on ${app}.team_members (tenant_id, user_id);

alter table ${app}.roles
  add constraint roles_parent_role_id_fkey foreign key (tenant_id, parent_role_id)
  references ${app}.roles (tenant_id, id) deferrable;
alter table ${app}.departments
  add constraint departments_parent_department_id_fkey foreign key (tenant_id, parent_department_id)
  references ${app}.departments (tenant_id, id) deferrable;
alter table ${app}.departments
  add constraint departments_manager_id_fkey foreign key (tenant_id, manager_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.users
  add constraint users_role_id_fkey foreign key (tenant_id, role_id)
  references ${app}.roles (tenant_id, id) deferrable;
alter table ${app}.users
  add constraint users_department_id_fkey foreign key (tenant_id, department_id)
  references ${app}.departments (tenant_id, id) deferrable;
alter table ${app}.users
  add constraint users_manager_id_fkey foreign key (tenant_id, manager_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.users
  add constraint users_created_by_fkey foreign key (tenant_id, created_by)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.users
  add constraint users_updated_by_fkey foreign key (tenant_id, updated_by)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.user_roles
  add constraint user_roles_user_id_fkey foreign key (tenant_id, user_id)
  references ${app}.users (tenant_id, id) on delete cascade deferrable;
alter table ${app}.user_roles
  add constraint user_roles_role_id_fkey foreign key (tenant_id, role_id)
  references ${app}.roles (tenant_id, id) on delete cascade deferrable;
alter table ${app}.user_permissions
  add constraint user_permissions_user_id_fkey foreign key (tenant_id, user_id)
  references ${app}.users (tenant_id, id) on delete cascade deferrable;
alter table ${app}.user_permissions
  add constraint user_permissions_permission_id_fkey foreign key (tenant_id, permission_id)
  references ${app}.permissions (tenant_id, id) on delete cascade deferrable;
alter table ${app}.api_tokens
  add constraint api_tokens_user_id_fkey foreign key (tenant_id, user_id)
  references ${app}.users (tenant_id, id) on delete cascade deferrable;
alter table ${app}.teams
  add constraint teams_team_lead_id_fkey foreign key (tenant_id, team_lead_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.team_members
  add constraint team_members_team_id_fkey foreign key (tenant_id, team_id)
  references ${app}.teams (tenant_id, id) on delete cascade deferrable;
alter table ${app}.team_members
  add constraint team_members_user_id_fkey foreign key (tenant_id, user_id)
  references ${app}.users (tenant_id, id) on delete cascade deferrable;

-- Users: default role, lower-case address; the control plane's directory follows.
create trigger complete_user before insert or update on ${app}.users
  for each row execute function platform.complete_user();
create trigger sync_account after insert or delete or update of email, account_status on ${app}.users
  for each row execute function platform.sync_account();

-- Roles and departments are trees.
create trigger guard_role before insert or update or delete on ${app}.roles
  for each row execute function platform.guard_role();
create trigger check_cycle before insert or update of parent_role_id on ${app}.roles
  for each row execute function platform.refuse_cycle('parent_role_id');
create trigger check_cycle before insert or update of parent_department_id on ${app}.departments
  for each row execute function platform.refuse_cycle('parent_department_id');
create trigger department_path before insert or update of parent_department_id, department_code, department_path on ${app}.departments
  for each row execute function platform.department_path();
create trigger department_path_below after update on ${app}.departments
  for each row execute function platform.department_path_below();

-- Counting the uses of a token is no change of it worth an entry in the audit trail.
create or replace trigger audit_row after insert or delete
  or update of user_id, token_name, token_hash, token_prefix, permissions, rate_limit, allowed_ips, expires_at, is_active,
    revoked_at, revoked_by_user_id, revoked_reason
  on ${app}.api_tokens for each row execute function platform.audit_row('${audit}', '{token_hash}');
