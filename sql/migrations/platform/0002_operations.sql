create table ${platform}.system_settings (
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
  constraint system_settings_pkey primary key (id),
  constraint system_settings_setting_key_environment_key unique (setting_key, environment),
  constraint system_settings_setting_type_check check (setting_type in ('string', 'integer', 'decimal', 'boolean', 'json', 'array')),
  constraint system_settings_environment_check check (environment in ('development', 'staging', 'production', 'all')),
  constraint system_settings_key_format check (setting_key ~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$'),
  constraint system_settings_secret_is_private check (not (is_encrypted and (is_public or default_value is not null))),
  constraint system_settings_secret_has_no_value check (not is_encrypted or setting_value = '')
);
select platform.protect_platform_table('${platform}.system_settings', 'Settings of every organisation: what each setting is, and its value where an organisation has none of its own.', null, true);
create index system_settings_category_idx on ${platform}.system_settings (category);
create index system_settings_environment_idx on ${platform}.system_settings (environment);
comment on column ${platform}.system_settings.setting_value is 'The value as text; ciphertext where the setting is encrypted.';
comment on column ${platform}.system_settings.readable_value is 'The value as text; null where the setting is encrypted.';
comment on column ${platform}.system_settings.is_encrypted is 'The value is a secret, stored encrypted and shown by settings/{id}:reveal only.';
comment on column ${platform}.system_settings.is_user_configurable is 'Whether organisations may change it.';
comment on column ${platform}.system_settings.is_public is 'Visible to front ends.';
comment on column ${platform}.system_settings.requires_restart is 'A change takes effect when a function instance starts.';
comment on column ${platform}.system_settings.validation_rules is 'JSON Schema (draft 2020-12) of the value.';
comment on column ${platform}.system_settings.default_value is 'Value in environments for which there is no row.';
comment on column ${platform}.system_settings.environment is 'Where the value applies; a named environment beats all.';

create table ${platform}.scheduled_jobs (
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
  constraint scheduled_jobs_pkey primary key (id),
  constraint scheduled_jobs_job_name_key unique (job_name),
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
select platform.protect_platform_table('${platform}.scheduled_jobs', 'Work of the platform itself that runs by a schedule.', null, true);
create index scheduled_jobs_due on ${platform}.scheduled_jobs (next_run_at) where is_active;
create index scheduled_jobs_job_type_is_active_idx on ${platform}.scheduled_jobs (job_type, is_active);
comment on column ${platform}.scheduled_jobs.job_handler is 'Name of the code that runs: operations.purgeJobHistory.';
comment on column ${platform}.scheduled_jobs.cron_expression is 'Five fields (minute hour day month weekday), or @daily and the like.';
comment on column ${platform}.scheduled_jobs.scheduled_time is 'When a one-time job runs.';
comment on column ${platform}.scheduled_jobs.time_zone is 'IANA time zone in which the cron expression is read.';
comment on column ${platform}.scheduled_jobs.next_run_at is 'When it runs next: the regular time, or the time of a retry; null when it will not run again.';
comment on column ${platform}.scheduled_jobs.scheduled_run_at is 'The regular time of the next run; before nextRunAt while that is a retry.';
comment on column ${platform}.scheduled_jobs.retry_attempt is 'Which retry the next run is; 0 for a regular run.';
comment on column ${platform}.scheduled_jobs.failure_count is 'Runs that have failed since the last success.';
comment on column ${platform}.scheduled_jobs.locked_until is 'While a worker runs it: until when it may; afterwards another takes over.';
comment on column ${platform}.scheduled_jobs.locked_by is 'Worker that runs it.';

create table ${platform}.job_execution_history (
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
  constraint job_execution_history_pkey primary key (id),
  constraint job_execution_history_execution_status_check check (execution_status in ('success', 'failed', 'timeout')),
  constraint job_execution_history_completion check ((execution_status is null) = (completed_at is null))
);
select platform.protect_platform_table('${platform}.job_execution_history', 'Runs of the scheduled jobs of the platform.', null, true);
create index job_execution_history_scheduled_job_id_started_at_desc_idx on ${platform}.job_execution_history (scheduled_job_id, started_at desc);
create index job_execution_history_execution_status_started_at_desc_idx on ${platform}.job_execution_history (execution_status, started_at desc);
comment on column ${platform}.job_execution_history.execution_status is 'How it ended; null while it runs.';
comment on column ${platform}.job_execution_history.scheduled_for is 'The regular time that this run is for.';
comment on column ${platform}.job_execution_history.retry_attempt is '0 for the regular run, 1 for its first retry.';
comment on column ${platform}.job_execution_history.worker_id is 'Worker that ran it.';
comment on column ${platform}.job_execution_history.output_data is 'What the job reported; missedRuns counts the regular times that this one run stands for besides its own.';

alter table ${platform}.job_execution_history
  add constraint job_execution_history_scheduled_job_id_fkey foreign key (scheduled_job_id)
  references ${platform}.scheduled_jobs (id) on delete cascade deferrable;

-- Rows of the control plane are written by the system; their owner has no policy.
set local role wheelhouse_system;

-- The configuration of the dataops design, with limits on what an organisation may set.
insert into ${platform}.system_settings (setting_key, setting_value, default_value, setting_type, category, description, validation_rules) values
  ('default_delivery_timeout_hours', '24', '24', 'integer', 'delivery', 'Default timeout for delivery attempts', '{"minimum": 1, "maximum": 720}'),
  ('max_delivery_attempts', '3', '3', 'integer', 'delivery', 'Maximum number of delivery attempts', '{"minimum": 1, "maximum": 20}'),
  ('driver_check_in_interval_minutes', '15', '15', 'integer', 'fleet', 'How often drivers must check in', '{"minimum": 1, "maximum": 1440}'),
  ('sms_notifications_enabled', 'true', 'true', 'boolean', 'notifications', 'Enable SMS notifications', null),
  ('email_notifications_enabled', 'true', 'true', 'boolean', 'notifications', 'Enable email notifications', null),
  ('notification_retry_attempts', '3', '3', 'integer', 'notifications', 'Number of notification retry attempts', '{"minimum": 0, "maximum": 10}'),
  ('anomaly_detection_threshold', '0.8', '0.8', 'decimal', 'ml', 'Threshold for anomaly detection alerts', '{"minimum": 0, "maximum": 1}'),
  ('route_optimization_enabled', 'true', 'true', 'boolean', 'ml', 'Enable AI-powered route optimization', null),
  ('predictive_eta_model_version', 'v2.1.0', 'v2.1.0', 'string', 'ml', 'Current ETA prediction model version', '{"minLength": 1, "maxLength": 50}'),
  ('google_maps_api_quota_daily', '10000', '10000', 'integer', 'integrations', 'Daily quota for Google Maps API calls', '{"minimum": 0}'),
  ('weather_service_refresh_minutes', '30', '30', 'integer', 'integrations', 'Weather data refresh interval', '{"minimum": 1, "maximum": 1440}'),
  ('external_api_timeout_seconds', '30', '30', 'integer', 'integrations', 'Timeout for external API calls', '{"minimum": 1, "maximum": 300}');

insert into ${platform}.scheduled_jobs
  (job_name, job_type, job_handler, job_parameters, schedule_type, cron_expression, interval_minutes, next_run_at, scheduled_run_at) values
  ('Make partitions ahead of time', 'maintenance', 'operations.ensurePartitions', '{"monthsAhead": 2}', 'cron', '15 1 * * *', null, now(), now()),
  ('Publish events that a crash left', 'sync', 'operations.publishEvents', '{}', 'interval', null, 1, now(), now()),
  ('Purge what has expired', 'cleanup', 'operations.purgeExpired', '{}', 'interval', null, 60, now(), now());

reset role;
