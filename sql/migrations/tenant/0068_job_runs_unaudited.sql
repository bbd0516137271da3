-- What the engine notes of its runs stands in job_execution_history; it is no entry in the audit trail as well.
create or replace trigger audit_row after insert or update or delete on ${app}.scheduled_jobs
  for each row execute function platform.audit_row(
    '${audit}', '{}',
    '{last_run_at,last_run_status,last_run_duration_ms,next_run_at,scheduled_run_at,retry_attempt,failure_count,locked_until,locked_by}');
