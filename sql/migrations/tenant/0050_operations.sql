create table ${app}.system_settings (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  setting_key varchar(255) not null,
  setting_value text not null,
  readable_value text generated always as (case when not is_encrypted then setting_value end) stored,
  setting_type varchar(50) not null default 'string',
  category varchar(100) not null,
  subcategory varchar(50),
  description text,
  is_encrypted boolean not null default false,
  is_user_configurable boolean not null default true,
  is_public boolean not null default false,
  requires_restart boolean not null default false,
  validation_rules jsonb,
  default_value text,
  environment varchar(20) not null default 'all',
  last_modified_by_user_id uuid,
  constraint system_settings_pkey primary key (tenant_id, id),
  constraint system_settings_setting_key_environment_key unique (tenant_id, setting_key, environment),
  constraint system_settings_setting_type_check check (setting_type in ('string', 'integer', 'decimal', 'boolean', 'json', 'array')),
  constraint system_settings_environment_check check (environment in ('development', 'staging', 'production', 'all')),
  constraint system_settings_key_format check (setting_key ~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$'),
  constraint system_settings_secret_is_private check (not (is_encrypted and (is_public or default_value is not null))),
  constraint system_settings_secret_is_ciphertext check (not is_encrypted or setting_value like 'wh1.%')
);
select platform.protect_table(
  '${app}.system_settings', 'Settings of an organisation: what it changed of platform.system_settings, and its own.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index system_settings_category_idx on ${app}.system_settings (tenant_id, category);
create index system_settings_environment_idx on ${app}.system_settings (tenant_id, environment);
comment on column ${app}.system_settings.setting_value is 'The value as text; ciphertext where the setting is encrypted.';
comment on column ${app}.system_settings.readable_value is 'The value as text; null where the setting is encrypted.';
comment on column ${app}.system_settings.is_encrypted is 'The value is a secret, stored encrypted and shown by settings/{id}:reveal only.';
comment on column ${app}.system_settings.is_user_configurable is 'Whether organisations may change it.';
comment on column ${app}.system_settings.is_public is 'Visible to front ends.';
comment on column ${app}.system_settings.requires_restart is 'A change takes effect when a function instance starts.';
comment on column ${app}.system_settings.validation_rules is 'JSON Schema (draft 2020-12) of the value.';
comment on column ${app}.system_settings.default_value is 'Value in environments for which there is no row.';
comment on column ${app}.system_settings.environment is 'Where the value applies; a named environment beats all.';

create table ${app}.scheduled_jobs (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  job_name varchar(255) not null,
  job_type varchar(100) not null,
  job_handler varchar(255) not null,
  job_parameters jsonb not null default '{}',
  schedule_type varchar(50) not null,
  cron_expression varchar(100),
  interval_minutes integer,
  scheduled_time timestamp with time zone,
  time_zone varchar(64) not null default 'UTC',
  last_run_at timestamp with time zone,
  last_run_status varchar(20),
  last_run_duration_ms integer,
  next_run_at timestamp with time zone,
  scheduled_run_at timestamp with time zone,
  is_active boolean not null default true,
  retry_on_failure boolean not null default true,
  max_retries integer not null default 3,
  retry_attempt integer not null default 0,
  failure_count integer not null default 0,
  locked_until timestamp with time zone,
  locked_by varchar(100),
  constraint scheduled_jobs_pkey primary key (tenant_id, id),
  constraint scheduled_jobs_job_name_key unique (tenant_id, job_name),
  constraint scheduled_jobs_job_type_check check (job_type in ('report', 'sync', 'cleanup', 'notification', 'maintenance')),
  constraint scheduled_jobs_schedule_type_check check (schedule_type in ('cron', 'interval', 'one_time')),
  constraint scheduled_jobs_last_run_status_check check (last_run_status in ('success', 'failed', 'timeout')),
  constraint scheduled_jobs_one_schedule check ((schedule_type = 'cron') = (cron_expression is not null)
    and (schedule_type = 'interval') = (interval_minutes is not null)
    and (schedule_type = 'one_time') = (scheduled_time is not null)),
  constraint scheduled_jobs_interval_range check (interval_minutes between 1 and 527040),
  constraint scheduled_jobs_retries_range check (max_retries between 0 and 10),
  constraint scheduled_jobs_lease check ((locked_until is null) = (locked_by is null))
);
select platform.protect_table(
  '${app}.scheduled_jobs', 'Work of an organisation that runs by a schedule.',
  audit_schema => '${audit}', masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => array['authenticated_user']::text[], changers => array['authenticated_user']::text[], touched => true
);
create index scheduled_jobs_due on ${app}.scheduled_jobs (tenant_id, next_run_at) where is_active;
create index scheduled_jobs_job_type_is_active_idx on ${app}.scheduled_jobs (tenant_id, job_type, is_active);
comment on column ${app}.scheduled_jobs.job_handler is 'Name of the code that runs: operations.purgeJobHistory.';
comment on column ${app}.scheduled_jobs.cron_expression is 'Five fields (minute hour day month weekday), or @daily and the like.';
comment on column ${app}.scheduled_jobs.scheduled_time is 'When a one-time job runs.';
comment on column ${app}.scheduled_jobs.time_zone is 'IANA time zone in which the cron expression is read.';
comment on column ${app}.scheduled_jobs.next_run_at is 'When it runs next: the regular time, or the time of a retry; null when it will not run again.';
comment on column ${app}.scheduled_jobs.scheduled_run_at is 'The regular time of the next run; before nextRunAt while that is a retry.';
comment on column ${app}.scheduled_jobs.retry_attempt is 'Which retry the next run is; 0 for a regular run.';
comment on column ${app}.scheduled_jobs.failure_count is 'Runs that have failed since the last success.';
comment on column ${app}.scheduled_jobs.locked_until is 'While a worker runs it: until when it may; afterwards another takes over.';
comment on column ${app}.scheduled_jobs.locked_by is 'Worker that runs it.';

create table ${app}.job_execution_history (
  tenant_id uuid not null default platform.current_tenant_id(),
  id uuid not null default platform.uuid_v7(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  row_version integer not null default 1,
  scheduled_job_id uuid not null,
  execution_status varchar(20),
  scheduled_for timestamp with time zone not null,
  started_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  duration_ms integer,
  records_processed integer,
  error_message text,
  error_stack_trace text,
  output_data jsonb,
  retry_attempt integer not null default 0,
  worker_id varchar(100) not null,
  constraint job_execution_history_pkey primary key (tenant_id, id),
  constraint job_execution_history_execution_status_check check (execution_status in ('success', 'failed', 'timeout')),
  constraint job_execution_history_completion check ((execution_status is null) = (completed_at is null))
);
select platform.protect_table(
  '${app}.job_execution_history', 'Runs of the scheduled jobs of an organisation, written by the engine that runs them.',
  audit_schema => null, masked => '{}'::text[],
  readers => array['authenticated_user']::text[], inserters => '{}'::text[], changers => array['system_admin']::text[], touched => true
);
create index job_execution_history_scheduled_job_id_started_at_desc_idx on ${app}.job_execution_history (tenant_id, scheduled_job_id, started_at desc);
create index job_execution_history_execution_status_started_at_desc_idx on ${app}.job_execution_history (tenant_id, execution_status, started_at desc);
comment on column ${app}.job_execution_history.execution_status is 'How it ended; null while it runs.';
comment on column ${app}.job_execution_history.scheduled_for is 'The regular time that this run is for.';
comment on column ${app}.job_execution_history.retry_attempt is '0 for the regular run, 1 for its first retry.';
comment on column ${app}.job_execution_history.worker_id is 'Worker that ran it.';
comment on column ${app}.job_execution_history.output_data is 'What the job reported; missedRuns counts the regular times that this one run stands for besides its own.';

alter table ${app}.system_settings
  add constraint system_settings_last_modified_by_user_id_fkey foreign key (tenant_id, last_modified_by_user_id)
  references ${app}.users (tenant_id, id) deferrable;
alter table ${app}.job_execution_history
  add constraint job_execution_history_scheduled_job_id_fkey foreign key (tenant_id, scheduled_job_id)
  references ${app}.scheduled_jobs (tenant_id, id) on delete cascade deferrable;
