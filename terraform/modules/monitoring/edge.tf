# Asks the way users do: through DNS, the certificate, the load balancer and the firewall, from several continents.
resource "google_monitoring_uptime_check_config" "health" {
  count = var.host == null ? 0 : 1

  project      = var.project_id
  display_name = "${var.prefix}: /health"
  timeout      = "10s"
  period       = "60s"
  user_labels  = var.labels

  http_check {
    path         = "/health"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project_id, host = var.host }
  }

  # Another host is another check: alerts let go of the old one before it is removed.
  lifecycle {
    create_before_destroy = true
  }
}

locals {
  edge_alerts = merge([
    for check in google_monitoring_uptime_check_config.health : {
      unreachable = {
        title    = "the interface cannot be reached"
        severity = "CRITICAL"
        section  = "unreachable"
        meaning  = "Two or more of Google's probes outside got no good answer from https://${var.host}/health."
        conditions = [{
          title       = "failing probes"
          filter      = "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" resource.type=\"uptime_url\" metric.labels.check_id=\"${check.uptime_check_id}\""
          comparison  = "COMPARISON_GT"
          threshold   = 1
          duration    = "120s"
          aggregation = { period = "1200s", align = "ALIGN_NEXT_OLDER", reduce = "REDUCE_COUNT_FALSE", group_by = ["resource.label.host"] }
        }]
      }
      certificate = {
        title    = "the certificate expires soon"
        severity = "ERROR"
        section  = "certificate"
        meaning  = "The certificate of ${var.host} expires within 15 days. Managed certificates are renewed a month before, so renewal is stuck."
        conditions = [{
          title       = "days left below 15"
          filter      = "metric.type=\"monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires\" resource.type=\"uptime_url\" metric.labels.check_id=\"${check.uptime_check_id}\""
          comparison  = "COMPARISON_LT"
          threshold   = 15
          duration    = "600s"
          aggregation = { period = "1200s", align = "ALIGN_NEXT_OLDER", reduce = "REDUCE_MEAN", group_by = ["resource.label.host"] }
        }]
      }
    }
  ]...)
}
