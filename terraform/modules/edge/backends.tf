resource "google_compute_region_network_endpoint_group" "function" {
  for_each = var.functions

  project               = var.project_id
  region                = var.region
  name                  = "${var.prefix}-${each.key}"
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = each.value.service
  }

  lifecycle {
    create_before_destroy = true
  }
}

# A backend service has no timeout for serverless endpoints, and none can be set: what ends a request is the function's own
# timeout, 3600 s at the most, which is also the load balancer's bound. Live streams of that length pass.
# https://cloud.google.com/load-balancing/docs/backend-service#timeout-setting
resource "google_compute_backend_service" "function" {
  for_each = var.functions

  project               = var.project_id
  name                  = "${var.prefix}-${each.key}"
  description           = "Function ${each.key}."
  load_balancing_scheme = "EXTERNAL_MANAGED"
  security_policy       = google_compute_security_policy.this.id

  custom_response_headers = ["Strict-Transport-Security: max-age=31536000"]

  backend {
    group = google_compute_region_network_endpoint_group.function[each.key].id
  }

  log_config {
    enable      = true
    sample_rate = var.log_sample_rate
  }

  # The routes let go of it before it is removed.
  lifecycle {
    create_before_destroy = true
  }
}
