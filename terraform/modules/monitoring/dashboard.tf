locals {
  # The four golden signals (https://sre.google/sre-book/monitoring-distributed-systems/) of functions, messages and the database.
  charts = concat(
    [
      {
        title    = "Traffic: calls a second, by function"
        filters  = [local.requests_filter]
        align    = "ALIGN_RATE"
        reduce   = "REDUCE_SUM"
        group_by = "resource.label.service_name"
      },
      {
        title    = "Errors: 5xx a second, by function"
        filters  = ["${local.requests_filter} metric.labels.response_code_class=\"5xx\""]
        align    = "ALIGN_RATE"
        reduce   = "REDUCE_SUM"
        group_by = "resource.label.service_name"
      },
      {
        title    = "Latency: 95th percentile in ms, by function"
        filters  = [local.latency_filter]
        align    = "ALIGN_DELTA"
        reduce   = "REDUCE_PERCENTILE_95"
        group_by = "resource.label.service_name"
      },
      {
        title    = "Saturation: instances, by function"
        filters  = ["metric.type=\"run.googleapis.com/container/instance_count\" ${local.run_filter}"]
        align    = "ALIGN_MAX"
        reduce   = "REDUCE_SUM"
        group_by = "resource.label.service_name"
      },
      {
        title    = "Messages: age of the oldest that is not acknowledged, in s"
        filters  = ["metric.type=\"${local.subscription_metric}/oldest_unacked_message_age\" resource.type=\"pubsub_subscription\""]
        align    = "ALIGN_MAX"
        reduce   = "REDUCE_MAX"
        group_by = "resource.label.subscription_id"
      },
      {
        title    = "Messages: waiting, dead letters included"
        filters  = ["metric.type=\"${local.subscription_metric}/num_undelivered_messages\" resource.type=\"pubsub_subscription\""]
        align    = "ALIGN_MAX"
        reduce   = "REDUCE_SUM"
        group_by = "resource.label.subscription_id"
      },
    ],
    [
      for title, metrics in local.database_charts : {
        title    = title
        filters  = [for metric in metrics : "metric.type=\"cloudsql.googleapis.com/database/${metric}\" ${local.database_filter}"]
        align    = "ALIGN_MEAN"
        reduce   = "REDUCE_SUM"
        group_by = "resource.label.database_id"
      }
    ],
    [
      {
        title    = "Jobs: runs that failed for good, by handler"
        filters  = ["${local.log_metric}/${google_logging_metric.failed_jobs.name}\""]
        align    = "ALIGN_DELTA"
        reduce   = "REDUCE_SUM"
        group_by = "metric.label.handler"
      },
      {
        title    = "Edge: requests a second, by answer"
        filters  = ["metric.type=\"loadbalancing.googleapis.com/https/request_count\" resource.type=\"https_lb_rule\""]
        align    = "ALIGN_RATE"
        reduce   = "REDUCE_SUM"
        group_by = "metric.label.response_code_class"
      },
    ],
  )

  # Two charts a row. Monitoring leaves out a position of 0 when asked for the dashboard; one that is given would be a change for ever.
  positions = [
    for index in range(length(local.charts)) : {
      for side, position in { xPos = index % 2 * 24, yPos = floor(index / 2) * 16 } : side => position if position > 0
    }
  ]

  database_charts = {
    "Database: processors"                                              = ["cpu/utilization"]
    "Database: memory and disk"                                         = ["memory/utilization", "disk/utilization"]
    "Database: connections, of ${var.database_max_connections} at most" = ["postgresql/num_backends"]
    "Database: seconds that replicas are behind"                        = ["replication/replica_lag"]
  }
}

resource "google_monitoring_dashboard" "this" {
  project = var.project_id
  dashboard_json = jsonencode({
    displayName = var.prefix
    labels      = { for key in keys(var.labels) : key => "" }
    mosaicLayout = {
      columns = 48
      tiles = [
        for index, chart in local.charts : merge(local.positions[index], {
          width  = 24
          height = 16
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [
                for filter in chart.filters : {
                  plotType = "LINE"
                  timeSeriesQuery = {
                    timeSeriesFilter = {
                      filter = filter
                      aggregation = {
                        alignmentPeriod    = "60s"
                        perSeriesAligner   = chart.align
                        crossSeriesReducer = chart.reduce
                        groupByFields      = [chart.group_by]
                      }
                    }
                  }
                }
              ]
            }
          }
        })
      ]
    }
  })
}
