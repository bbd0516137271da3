resource "google_compute_network" "this" {
  project                 = var.project_id
  name                    = var.prefix
  description             = "Private network of functions, jobs and the database."
  auto_create_subnetworks = false
  routing_mode            = "REGIONAL"
}

resource "google_compute_subnetwork" "this" {
  project       = var.project_id
  region        = var.region
  name          = "${var.prefix}-workloads"
  description   = "Cloud Run jobs."
  network       = google_compute_network.this.id
  ip_cidr_range = var.subnetwork_cidr

  # Nothing here has a public address, and yet it calls Google's APIs.
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.5
    metadata             = "INCLUDE_ALL_METADATA"
  }
}
