locals {
  # What the serverless platform and its health checks use to reach a connector:
  # https://cloud.google.com/vpc/docs/configure-serverless-vpc-access#firewall-rules
  serverless_ranges   = ["35.199.224.0/19"]
  health_check_ranges = ["35.191.0.0/16", "108.170.220.0/23", "130.211.0.0/22"]
  private_services    = ["${var.private_services_address}/16"]
}

resource "google_compute_firewall" "deny_ingress" {
  project       = var.project_id
  name          = "${var.prefix}-deny-ingress"
  description   = "Nothing comes in that no other rule allows; what tries is logged."
  network       = google_compute_network.this.id
  direction     = "INGRESS"
  priority      = 65000
  source_ranges = ["0.0.0.0/0"]

  deny {
    protocol = "all"
  }

  log_config {
    metadata = "INCLUDE_ALL_METADATA"
  }
}

resource "google_compute_firewall" "deny_egress" {
  project            = var.project_id
  name               = "${var.prefix}-deny-egress"
  description        = "Nothing goes out that no other rule allows; what tries is logged."
  network            = google_compute_network.this.id
  direction          = "EGRESS"
  priority           = 65000
  destination_ranges = ["0.0.0.0/0"]

  deny {
    protocol = "all"
  }

  log_config {
    metadata = "INCLUDE_ALL_METADATA"
  }
}

resource "google_compute_firewall" "allow_database" {
  project            = var.project_id
  name               = "${var.prefix}-allow-database"
  description        = "To Cloud SQL: 3307 is the port of its connectors, which bring a client certificate."
  network            = google_compute_network.this.id
  direction          = "EGRESS"
  priority           = 1000
  destination_ranges = local.private_services

  allow {
    protocol = "tcp"
    ports    = ["3307"]
  }
}

resource "google_compute_firewall" "allow_https" {
  project            = var.project_id
  name               = "${var.prefix}-allow-https"
  description        = "To Google's APIs, and through the NAT gateway to webhooks and feeds."
  network            = google_compute_network.this.id
  direction          = "EGRESS"
  priority           = 1100
  destination_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["443"]
  }
}

resource "google_compute_firewall" "connector_from_serverless" {
  project       = var.project_id
  name          = "${var.prefix}-connector-from-serverless"
  description   = "The serverless platform and its health checks to the connector."
  network       = google_compute_network.this.id
  direction     = "INGRESS"
  priority      = 1000
  source_ranges = concat(local.serverless_ranges, local.health_check_ranges)
  target_tags   = ["vpc-connector"]

  allow {
    protocol = "tcp"
    ports    = ["667"]
  }
  allow {
    protocol = "udp"
    ports    = ["665-666"]
  }
  allow {
    protocol = "icmp"
  }
}

resource "google_compute_firewall" "connector_to_serverless" {
  project            = var.project_id
  name               = "${var.prefix}-connector-to-serverless"
  description        = "The connector's answers to the serverless platform."
  network            = google_compute_network.this.id
  direction          = "EGRESS"
  priority           = 1000
  destination_ranges = local.serverless_ranges
  target_tags        = ["vpc-connector"]

  allow {
    protocol = "tcp"
    ports    = ["667"]
  }
  allow {
    protocol = "udp"
    ports    = ["665-666"]
  }
  allow {
    protocol = "icmp"
  }
}
