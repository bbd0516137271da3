insert into ${platform}.scheduled_jobs
  (job_name, job_type, job_handler, job_parameters, schedule_type, cron_expression, interval_minutes, next_run_at, scheduled_run_at) values
  ('Fold what came late or fell silent', 'maintenance', 'telematics.refold', '{}', 'interval', null, 1, now(), now()),
  ('Drop readings past their retention', 'cleanup', 'telematics.expireFacts', '{}', 'cron', '45 2 * * *', null, now(), now());
