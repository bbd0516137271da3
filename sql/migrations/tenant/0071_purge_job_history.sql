set local role wheelhouse_system;

-- Spread over a day; the jobs of organisations that are made later are spread by the times at which those are made.
insert into ${app}.scheduled_jobs
  (tenant_id, job_name, job_type, job_handler, job_parameters, schedule_type, interval_minutes, next_run_at, scheduled_run_at)
select id, 'Purge the history of jobs', 'cleanup', 'operations.purgeJobHistory', '{}', 'interval', 1440, first_run, first_run
from (
  select id, now() + random() * interval '1 day' as first_run
  from platform.tenants
  where schema_name = '${app}'
) t
on conflict (tenant_id, job_name) do nothing;

reset role;
