# Reports and exports read here, so that they never compete with the functions. Users and grants follow from the primary.
resource "google_sql_database_instance" "replica" {
  count = var.read_replica_count

  project              = var.project_id
  region               = var.region
  name                 = "${var.name}-replica-${count.index}"
  database_version     = google_sql_database_instance.this.database_version
  master_instance_name = google_sql_database_instance.this.name
  encryption_key_name  = var.kms_key_name
  deletion_protection  = var.deletion_protection

  settings {
    tier                        = coalesce(var.replica_tier, var.tier)
    edition                     = var.edition
    availability_type           = "ZONAL"
    disk_type                   = "PD_SSD"
    disk_autoresize             = true
    disk_autoresize_limit       = var.disk_size_limit_gb
    deletion_protection_enabled = var.deletion_protection
    user_labels                 = var.labels
    connector_enforcement       = "REQUIRED"

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network_id
      ssl_mode        = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
    }

    dynamic "database_flags" {
      for_each = local.replica_flags
      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }

    insights_config {
      query_insights_enabled  = true
      query_string_length     = 2048
      record_application_tags = true
      record_client_address   = false
    }
  }
}
