locals {
  per_service  = { period = "300s", align = "ALIGN_RATE", reduce = "REDUCE_SUM", group_by = ["resource.label.service_name"] }
  all_services = "resource.labels.service_name=one_of(${join(",", [for service in values(local.services) : "\"${service}\""])})"

  function_alerts = merge(
    {
      error-rate = {
        title    = "requests fail"
        severity = "ERROR"
        section  = "errors"
        meaning  = "More than 5 % of the calls of a function were answered with a server error for five minutes. Pub/Sub, Eventarc and Scheduler repeat theirs."
        conditions = [{
          title              = "share of 5xx above 5 %"
          filter             = "${local.requests_filter} ${local.all_services} metric.labels.response_code_class=\"5xx\""
          denominator_filter = "${local.requests_filter} ${local.all_services}"
          comparison         = "COMPARISON_GT"
          threshold          = 0.05
          duration           = "300s"
          aggregation        = local.per_service
        }]
      }
    },
    {
      for name in keys(local.interactive_functions) : "latency-${name}" => {
        title    = "${name} answers slowly"
        severity = "WARNING"
        section  = "latency"
        meaning  = "One in twenty requests to function ${name} took longer than ${var.latency_ms} ms, for a quarter of an hour."
        conditions = [{
          title       = "95th percentile above ${var.latency_ms} ms"
          filter      = "${local.latency_filter} resource.labels.service_name=\"${local.services[name]}\""
          comparison  = "COMPARISON_GT"
          threshold   = var.latency_ms
          duration    = "900s"
          aggregation = { period = "300s", align = "ALIGN_DELTA", reduce = "REDUCE_PERCENTILE_95", group_by = ["resource.label.service_name"] }
        }]
      }
    },
    {
      for name, function in local.background_functions : "timeout-near-${name}" => {
        title    = "${name} comes near its timeout"
        severity = "WARNING"
        section  = "latency"
        meaning  = "One in a hundred calls of function ${name} took longer than 80 % of its timeout of ${function.timeout_seconds} s. What exceeds it is repeated from the start."
        conditions = [{
          title       = "99th percentile above 80 % of the timeout"
          filter      = "${local.latency_filter} resource.labels.service_name=\"${local.services[name]}\""
          comparison  = "COMPARISON_GT"
          threshold   = function.timeout_seconds * 800
          duration    = "900s"
          aggregation = { period = "300s", align = "ALIGN_DELTA", reduce = "REDUCE_PERCENTILE_99", group_by = ["resource.label.service_name"] }
        }]
      }
    },
    {
      for name, function in local.constant_functions : "silent-${name}" => {
        title    = "${name} is not called"
        severity = "CRITICAL"
        section  = "scheduled-jobs"
        meaning  = "Function ${name} was not called for ${function.max_silence_seconds} s: what it does at regular times stands still."
        conditions = [{
          title       = "no call for ${function.max_silence_seconds} s"
          absent      = true
          filter      = "${local.requests_filter} resource.labels.service_name=\"${local.services[name]}\""
          duration    = "${function.max_silence_seconds}s"
          aggregation = { period = "60s", align = "ALIGN_RATE", reduce = "REDUCE_SUM" }
        }]
      }
    },
  )
}
