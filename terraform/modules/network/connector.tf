# A connector's subnet may hold nothing else. As a subnet of our own it has flow logs, and the NAT gateway covers it.
resource "google_compute_subnetwork" "connector" {
  count = var.use_connector ? 1 : 0

  project                  = var.project_id
  region                   = var.region
  name                     = "${var.prefix}-connector"
  description              = "Serverless VPC Access connector of the functions."
  network                  = google_compute_network.this.id
  ip_cidr_range            = var.connector_cidr
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.5
    metadata             = "INCLUDE_ALL_METADATA"
  }
}

resource "google_vpc_access_connector" "this" {
  count = var.use_connector ? 1 : 0

  project = var.project_id
  region  = var.region
  # Shorter than 21 characters, where a hyphen counts twice.
  name = var.prefix

  subnet {
    name       = google_compute_subnetwork.connector[0].name
    project_id = var.project_id
  }

  # Only database traffic passes here (functions' egress is PRIVATE_RANGES_ONLY), some ten MB/s: the smallest machines do.
  machine_type  = "e2-micro"
  min_instances = 2
  max_instances = var.connector_max_instances

  # Without these rules the connector never becomes ready behind the deny rules.
  depends_on = [
    google_compute_firewall.connector_from_serverless,
    google_compute_firewall.connector_to_serverless,
  ]
}
