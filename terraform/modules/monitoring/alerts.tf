# Every alert of the product is a value of this map, declared in the file of its subject. One resource makes them all, so that
# none can be without a channel, a meaning or a section of the runbook.
locals {
  alerts = merge(
    local.slo_alerts,
    local.function_alerts,
    local.subscription_alerts,
    local.database_alerts,
    local.job_alerts,
    local.edge_alerts,
  )
}

resource "google_monitoring_alert_policy" "this" {
  for_each = local.alerts

  project               = var.project_id
  display_name          = "${var.prefix}: ${each.value.title}"
  severity              = each.value.severity
  combiner              = try(each.value.combiner, "OR")
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.name]
  user_labels           = merge(var.labels, { alert = each.key })

  documentation {
    mime_type = "text/markdown"
    subject   = "${var.prefix}: ${each.value.title}"
    content   = "${each.value.meaning}\n\nWhat to do: docs/runbooks/on-call.md#${each.value.section}"
  }

  alert_strategy {
    auto_close           = "86400s"
    notification_prompts = ["OPENED", "CLOSED"]
  }

  dynamic "conditions" {
    for_each = each.value.conditions
    content {
      display_name = conditions.value.title

      dynamic "condition_threshold" {
        for_each = try(conditions.value.absent, false) ? [] : [conditions.value]
        content {
          filter             = condition_threshold.value.filter
          denominator_filter = try(condition_threshold.value.denominator_filter, null)
          comparison         = condition_threshold.value.comparison
          threshold_value    = condition_threshold.value.threshold
          duration           = condition_threshold.value.duration

          dynamic "aggregations" {
            for_each = try([condition_threshold.value.aggregation], [])
            content {
              alignment_period     = aggregations.value.period
              per_series_aligner   = aggregations.value.align
              cross_series_reducer = try(aggregations.value.reduce, "REDUCE_NONE")
              group_by_fields      = try(aggregations.value.group_by, [])
            }
          }

          # A ratio aggregates what it divides by in the same way.
          dynamic "denominator_aggregations" {
            for_each = can(condition_threshold.value.denominator_filter) ? [condition_threshold.value.aggregation] : []
            content {
              alignment_period     = denominator_aggregations.value.period
              per_series_aligner   = denominator_aggregations.value.align
              cross_series_reducer = denominator_aggregations.value.reduce
              group_by_fields      = denominator_aggregations.value.group_by
            }
          }
        }
      }

      dynamic "condition_absent" {
        for_each = try(conditions.value.absent, false) ? [conditions.value] : []
        content {
          filter   = condition_absent.value.filter
          duration = condition_absent.value.duration

          aggregations {
            alignment_period     = condition_absent.value.aggregation.period
            per_series_aligner   = condition_absent.value.aggregation.align
            cross_series_reducer = condition_absent.value.aggregation.reduce
          }
        }
      }
    }
  }
}
