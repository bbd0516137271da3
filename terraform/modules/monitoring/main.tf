locals {
  services = { for name, function in var.functions : name => coalesce(function.service, name) }

  http_functions = { for name, function in var.functions : name => function if function.trigger_type == "http" }

  # A stream that lasts for minutes is not a slow answer, and Cloud Run's latency does not tell them apart.
  interactive_functions = { for name, function in local.http_functions : name => function if function.timeout_seconds < 1800 }
  background_functions  = { for name, function in var.functions : name => function if function.trigger_type != "http" }
  constant_functions    = { for name, function in var.functions : name => function if function.max_silence_seconds != null }

  run_filter      = "resource.type=\"cloud_run_revision\""
  requests_filter = "metric.type=\"run.googleapis.com/request_count\" ${local.run_filter}"
  latency_filter  = "metric.type=\"run.googleapis.com/request_latencies\" ${local.run_filter}"
}

resource "google_monitoring_notification_channel" "email" {
  for_each = toset(var.notification_emails)

  project      = var.project_id
  display_name = "${var.prefix}: ${each.value}"
  type         = "email"
  labels       = { email_address = each.value }
  user_labels  = var.labels

  # Alerts let go of it before it is removed.
  lifecycle {
    create_before_destroy = true
  }
}
