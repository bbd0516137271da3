# What the functions log about scheduled jobs (jsonPayload):
#   a run that failed and is not repeated:  severity ERROR, jobHandler, jobStatus "failed" or "timeout"
#   operations.ensurePartitions succeeded:  severity INFO, partitionHorizonDays (days that every table has partitions for)
# Monitoring knows a new metric only after a while: a first apply that says it cannot find one succeeds when it is repeated.
resource "google_logging_metric" "failed_jobs" {
  project     = var.project_id
  name        = "${var.prefix}/failed-jobs"
  description = "Runs of scheduled jobs that failed for good, by handler."
  filter      = "resource.type=\"cloud_run_revision\" AND severity>=ERROR AND jsonPayload.jobStatus=(\"failed\" OR \"timeout\")"

  label_extractors = { handler = "EXTRACT(jsonPayload.jobHandler)" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    labels {
      key         = "handler"
      value_type  = "STRING"
      description = "Handler of the job, such as operations.ensurePartitions."
    }
  }
}

resource "google_logging_metric" "failed_schedules" {
  project     = var.project_id
  name        = "${var.prefix}/failed-schedules"
  description = "Calls of Cloud Scheduler that failed, by job."
  filter      = "resource.type=\"cloud_scheduler_job\" AND severity>=ERROR"

  label_extractors = { job = "EXTRACT(resource.labels.job_id)" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    labels {
      key         = "job"
      value_type  = "STRING"
      description = "Job of Cloud Scheduler."
    }
  }
}

resource "google_logging_metric" "partition_horizon" {
  project         = var.project_id
  name            = "${var.prefix}/partition-horizon-days"
  description     = "Days for which every partitioned table has its partitions already."
  filter          = "resource.type=\"cloud_run_revision\" AND jsonPayload.partitionHorizonDays>=0"
  value_extractor = "EXTRACT(jsonPayload.partitionHorizonDays)"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = "d"
  }

  # One bucket a day, so that percentiles are exact to the day.
  bucket_options {
    linear_buckets {
      offset             = 0
      width              = 1
      num_finite_buckets = 120
    }
  }
}

locals {
  log_metric = "resource.type=\"cloud_run_revision\" metric.type=\"logging.googleapis.com/user"

  job_alerts = {
    failed-jobs = {
      title    = "a scheduled job failed"
      severity = "ERROR"
      section  = "scheduled-jobs"
      meaning  = "A scheduled job failed after its last attempt. Its next regular run is still due."
      conditions = [{
        title       = "failed runs"
        filter      = "${local.log_metric}/${google_logging_metric.failed_jobs.name}\""
        comparison  = "COMPARISON_GT"
        threshold   = 0
        duration    = "0s"
        aggregation = { period = "300s", align = "ALIGN_DELTA", reduce = "REDUCE_SUM", group_by = ["metric.label.handler"] }
      }]
    }

    # A single failure is repeated by the retry policy of its job.
    failed-schedules = {
      title    = "Cloud Scheduler cannot call a function"
      severity = "ERROR"
      section  = "scheduled-jobs"
      meaning  = "Three calls of Cloud Scheduler or more failed within a quarter of an hour."
      conditions = [{
        title       = "failed calls"
        filter      = "resource.type=\"cloud_scheduler_job\" metric.type=\"logging.googleapis.com/user/${google_logging_metric.failed_schedules.name}\""
        comparison  = "COMPARISON_GT"
        threshold   = 2
        duration    = "0s"
        aggregation = { period = "900s", align = "ALIGN_DELTA", reduce = "REDUCE_SUM", group_by = ["metric.label.job"] }
      }]
    }

    partition-horizon = {
      title    = "partitions run out"
      severity = "ERROR"
      section  = "partitions"
      meaning  = "A partitioned table has partitions for less than ${var.partition_horizon_days} days, or the daily job that makes them did not report. Rows without a partition are refused."
      conditions = [
        {
          title       = "horizon below ${var.partition_horizon_days} days"
          filter      = "${local.log_metric}/${google_logging_metric.partition_horizon.name}\""
          comparison  = "COMPARISON_LT"
          threshold   = var.partition_horizon_days
          duration    = "0s"
          aggregation = { period = "3600s", align = "ALIGN_DELTA", reduce = "REDUCE_PERCENTILE_05", group_by = [] }
        },
        # 23.5 hours are the longest absence that can be watched; the period makes a daily report last past the next.
        {
          title       = "no report for a day"
          absent      = true
          filter      = "${local.log_metric}/${google_logging_metric.partition_horizon.name}\""
          duration    = "84600s"
          aggregation = { period = "5400s", align = "ALIGN_DELTA", reduce = "REDUCE_PERCENTILE_05" }
        },
      ]
    }
  }
}
