# Port 80 answers with the address of the encrypted one, and with nothing else.
resource "google_compute_url_map" "redirect" {
  project = var.project_id
  name    = "${var.prefix}-redirect"

  default_url_redirect {
    https_redirect = true
    # 308 keeps the method and the body of what was sent.
    redirect_response_code = "PERMANENT_REDIRECT"
    strip_query            = false
  }
}

resource "google_compute_target_http_proxy" "redirect" {
  project = var.project_id
  name    = "${var.prefix}-redirect"
  url_map = google_compute_url_map.redirect.id
}

resource "google_compute_global_forwarding_rule" "redirect" {
  project               = var.project_id
  name                  = "${var.prefix}-redirect"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.this.id
  port_range            = "80"
  target                = google_compute_target_http_proxy.redirect.id
  labels                = var.labels
}
