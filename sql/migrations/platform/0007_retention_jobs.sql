set local role wheelhouse_system;

insert into ${platform}.scheduled_jobs
  (job_name, job_type, job_handler, job_parameters, schedule_type, cron_expression, interval_minutes, next_run_at, scheduled_run_at) values
  ('Purge published events', 'cleanup', 'operations.purgeEvents', '{}', 'cron', '15 3 * * *', null, now(), now()),
  ('Drop audit trail past its retention', 'cleanup', 'operations.expireAudit', '{}', 'cron', '15 2 * * *', null, now(), now())
on conflict (job_name) do nothing;

reset role;
