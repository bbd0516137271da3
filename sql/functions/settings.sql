-- Which value of a setting applies.

-- Everyone may know the settings of the platform; their table is for the system only.
create or replace function platform.global_settings()
returns table (
  id uuid, setting_key text, setting_value text, setting_type text, category text, subcategory text, description text,
  is_encrypted boolean, is_user_configurable boolean, is_public boolean, requires_restart boolean, validation_rules jsonb,
  default_value text, environment text
)
language sql stable security definer
set search_path = pg_catalog
as $$
  select
    s.id, s.setting_key, s.setting_value, s.setting_type, s.category, s.subcategory, s.description,
    s.is_encrypted, s.is_user_configurable, s.is_public, s.requires_restart, s.validation_rules, s.default_value, s.environment
  from platform.system_settings s
$$;
comment on function platform.global_settings() is 'The settings of the platform, readable in every scope.';

-- Rows of the current tenant and of the platform, the one that decides first (rank). The order:
--   1 tenant, this environment   2 tenant, all   3 platform, this environment   4 platform, all
--   5, 6 the default value of a row (tenant, platform) for another environment
-- Runs with the rights and the search path of the caller; outside a tenant scope only the platform's settings are seen.
create or replace function platform.setting_candidates(running_environment text)
returns table (
  id uuid, setting_key text, setting_value text, setting_type text, category text, subcategory text, description text,
  is_encrypted boolean, is_user_configurable boolean, is_public boolean, requires_restart boolean, validation_rules jsonb,
  environment text, source text, rank integer
)
language sql stable
as $$
  select
    s.id, s.setting_key, case when r.rank > 4 then s.default_value when s.is_encrypted and s.owner = 'platform' then null else s.setting_value end,
    s.setting_type, s.category, s.subcategory, s.description, s.is_encrypted, s.is_user_configurable, s.is_public, s.requires_restart,
    s.validation_rules, s.environment, case when r.rank > 4 then 'default' else s.owner end, r.rank
  from (
    select
      t.id, t.setting_key::text, t.setting_value, t.setting_type::text, t.category::text, t.subcategory::text, t.description,
      t.is_encrypted, t.is_user_configurable, t.is_public, t.requires_restart, t.validation_rules, t.default_value, t.environment::text,
      'tenant' as owner
    from system_settings t
    where t.tenant_id = (select platform.current_tenant_id())
    union all
    select
      g.id, g.setting_key, g.setting_value, g.setting_type, g.category, g.subcategory, g.description,
      g.is_encrypted, g.is_user_configurable, g.is_public, g.requires_restart, g.validation_rules, g.default_value, g.environment,
      'platform'
    from platform.global_settings() g
  ) s
  cross join lateral (
    select case s.environment when running_environment then 1 when 'all' then 2 else 5 end
      + case when s.owner = 'tenant' then 0 when s.environment in (running_environment, 'all') then 2 else 1 end as rank
  ) r
  where r.rank <= 4 or s.default_value is not null
$$;
comment on function platform.setting_candidates(text) is 'Every row that could decide a setting in an environment, with its rank.';

create or replace function platform.effective_settings(running_environment text)
returns table (
  id uuid, setting_key text, setting_value text, setting_type text, category text, subcategory text, description text,
  is_encrypted boolean, is_user_configurable boolean, is_public boolean, requires_restart boolean, validation_rules jsonb,
  environment text, source text
)
language sql stable
as $$
  select distinct on (c.setting_key)
    c.id, c.setting_key, c.setting_value, c.setting_type, c.category, c.subcategory, c.description,
    c.is_encrypted, c.is_user_configurable, c.is_public, c.requires_restart, c.validation_rules, c.environment, c.source
  from platform.setting_candidates(running_environment) c
  order by c.setting_key, c.rank, c.environment
$$;
comment on function platform.effective_settings(text) is 'The value of every setting in an environment, for the current tenant.';
