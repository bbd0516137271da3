-- Jobs that every organisation starts with. Runs as the system, any number of times: what exists, paused or changed, stays as it is.
create or replace function platform.seed_jobs(schema_name text, tenant uuid) returns void
language plpgsql
as $$
begin
  execute format(
    'insert into %I.scheduled_jobs '
    '  (tenant_id, job_name, job_type, job_handler, job_parameters, schedule_type, cron_expression, interval_minutes, next_run_at, scheduled_run_at) '
    'values '
    '  ($1, ''Score drivers'', ''maintenance'', ''telematics.scoreDrivers'', ''{}'', ''interval'', null, 60, now(), now()), '
    '  ($1, ''Follow active routes'', ''maintenance'', ''telematics.routeProgress'', ''{}'', ''interval'', null, 1, now(), now()), '
    '  ($1, ''Delete expired footage'', ''cleanup'', ''telematics.deleteExpiredFootage'', ''{}'', ''cron'', ''30 3 * * *'', null, now(), now()), '
    '  ($1, ''Purge archived documents'', ''cleanup'', ''documents.purgeArchived'', ''{}'', ''cron'', ''0 4 * * *'', null, now(), now()), '
    '  ($1, ''Delete abandoned uploads'', ''cleanup'', ''documents.deleteAbandonedUploads'', ''{}'', ''cron'', ''15 4 * * *'', null, now(), now()), '
    '  ($1, ''Embed passages anew'', ''maintenance'', ''documents.reembed'', ''{}'', ''interval'', null, 10, now(), now()), '
    '  ($1, ''Purge the history of jobs'', ''cleanup'', ''operations.purgeJobHistory'', ''{}'', ''interval'', null, 1440, now(), now()) '
    'on conflict (tenant_id, job_name) do nothing', schema_name) using tenant;
end
$$;
comment on function platform.seed_jobs(text, uuid) is 'The schedule of a new organisation.';
