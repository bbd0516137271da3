# Global external Application Load Balancer: one address and one host for all functions.
resource "google_compute_global_address" "this" {
  project = var.project_id
  name    = var.prefix
  labels  = var.labels
}

# One certificate a domain: the domains of a certificate cannot be changed, and a new one takes up to an hour, in which the others
# go on being served.
resource "google_compute_managed_ssl_certificate" "this" {
  for_each = toset(var.domains)

  project = var.project_id
  name    = "${var.prefix}-${substr(sha256(each.value), 0, 8)}"

  managed {
    domains = [each.value]
  }

  # The proxy lets go of it before it is removed.
  lifecycle {
    create_before_destroy = true
  }
}

resource "google_compute_ssl_policy" "this" {
  project         = var.project_id
  name            = var.prefix
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "this" {
  project          = var.project_id
  name             = var.prefix
  url_map          = google_compute_url_map.this.id
  ssl_certificates = [for domain in var.domains : google_compute_managed_ssl_certificate.this[domain].id]
  ssl_policy       = google_compute_ssl_policy.this.id
}

resource "google_compute_global_forwarding_rule" "https" {
  project               = var.project_id
  name                  = "${var.prefix}-https"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.this.id
  port_range            = "443"
  target                = google_compute_target_https_proxy.this.id
  labels                = var.labels
}
