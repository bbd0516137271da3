/**
 * A Cloud Scheduler job with an HTTP target.
 *
 * @see https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs
 */
export interface ScheduledJob {
  name: string;
  /** unix-cron, five fields. */
  schedule: string;
  /** IANA name, such as `Europe/Stockholm`. */
  timeZone: string;
  url: string;
  /** POST when absent. */
  method?: string;
  body?: string;
  headers?: Record<string, string>;
  /** How long one attempt may take; 180 s when absent. */
  attemptDeadlineSeconds?: number;
  /** Absent: a failed run is not tried again. */
  retry?: RetryConfig;
}

/** `count` more attempts at most; the wait before each doubles from `minBackoffSeconds` up to `maxBackoffSeconds`. */
export interface RetryConfig {
  count: number;
  minBackoffSeconds: number;
  maxBackoffSeconds: number;
}
