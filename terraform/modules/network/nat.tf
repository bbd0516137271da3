# Webhooks, map and weather feeds: what leaves through the network has a fixed sender that receivers can allow.
resource "google_compute_address" "nat" {
  count = var.nat_address_count

  project = var.project_id
  region  = var.region
  name    = "${var.prefix}-nat-${count.index}"
  labels  = var.labels
}

resource "google_compute_router" "this" {
  count = min(var.nat_address_count, 1)

  project = var.project_id
  region  = var.region
  name    = var.prefix
  network = google_compute_network.this.id
}

resource "google_compute_router_nat" "this" {
  count = min(var.nat_address_count, 1)

  project                            = var.project_id
  region                             = var.region
  name                               = var.prefix
  router                             = google_compute_router.this[0].name
  nat_ip_allocate_option             = "MANUAL_ONLY"
  nat_ips                            = google_compute_address.nat[*].self_link
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"

  log_config {
    enable = true
    filter = "ERRORS_ONLY"
  }
}
