resource "google_monitoring_custom_service" "function" {
  for_each = local.http_functions

  project      = var.project_id
  service_id   = "${var.prefix}-${each.key}"
  display_name = "${var.prefix} ${each.key}"
  user_labels  = var.labels
}

resource "google_monitoring_slo" "availability" {
  for_each = local.http_functions

  project             = var.project_id
  service             = google_monitoring_custom_service.function[each.key].service_id
  slo_id              = "availability"
  display_name        = "${each.key}: requests that do not fail"
  goal                = var.availability_goal
  rolling_period_days = 28
  user_labels         = var.labels

  request_based_sli {
    good_total_ratio {
      bad_service_filter   = "${local.requests_filter} resource.labels.service_name=\"${local.services[each.key]}\" metric.labels.response_code_class=\"5xx\""
      total_service_filter = "${local.requests_filter} resource.labels.service_name=\"${local.services[each.key]}\""
    }
  }
}

resource "google_monitoring_slo" "latency" {
  for_each = local.interactive_functions

  project             = var.project_id
  service             = google_monitoring_custom_service.function[each.key].service_id
  slo_id              = "latency"
  display_name        = "${each.key}: requests answered within ${var.latency_ms} ms"
  goal                = var.latency_goal
  rolling_period_days = 28
  user_labels         = var.labels

  request_based_sli {
    distribution_cut {
      distribution_filter = "${local.latency_filter} resource.labels.service_name=\"${local.services[each.key]}\""
      range {
        min = 0
        max = var.latency_ms
      }
    }
  }
}

# Two windows each, so that an alert comes early and ends soon after the cause: https://sre.google/workbook/alerting-on-slos/
locals {
  objectives = merge(
    { for name, slo in google_monitoring_slo.availability : "availability-${name}" => { function = name, kind = "availability", slo = slo.name } },
    { for name, slo in google_monitoring_slo.latency : "latency-${name}" => { function = name, kind = "latency", slo = slo.name } },
  )

  # Rate 14.4 for an hour is 2 % of what four weeks allow; rate 6 for six hours is 5 %. With a goal of 95 % no rate exceeds 20.
  burn_rates = {
    fast = { rate = 14.4, long = "3600s", short = "300s", severity = "CRITICAL" }
    slow = { rate = 6, long = "21600s", short = "1800s", severity = "ERROR" }
  }

  slo_alerts = merge([
    for speed, burn in local.burn_rates : {
      for key, objective in local.objectives : "burn-${speed}-${key}" => {
        title    = "${objective.function} uses up its error budget (${objective.kind}, ${speed})"
        severity = burn.severity
        section  = "error-budget"
        meaning  = "The ${objective.kind} objective of function ${objective.function} fails ${burn.rate} times faster than four weeks allow."
        combiner = "AND"
        conditions = [
          for window in [burn.long, burn.short] : {
            title      = "burn rate over ${window} above ${burn.rate}"
            filter     = "select_slo_burn_rate(\"${objective.slo}\", \"${window}\")"
            comparison = "COMPARISON_GT"
            threshold  = burn.rate
            duration   = "0s"
          }
        ]
      }
    }
  ]...)
}
