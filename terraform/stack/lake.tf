# The telemetry lake: every message as it came, for analysis over years, without a load on the database.

resource "google_bigquery_dataset" "telemetry" {
  project     = local.project_id
  dataset_id  = "telemetry"
  location    = var.region
  description = "What devices published."
  labels      = local.labels

  dynamic "default_encryption_configuration" {
    for_each = local.key_ids.lake == null ? [] : [local.key_ids.lake]
    content {
      kms_key_name = default_encryption_configuration.value
    }
  }
}

# The columns are those that a BigQuery subscription writes with its metadata:
# https://cloud.google.com/pubsub/docs/bigquery#write-metadata
resource "google_bigquery_table" "telemetry_messages" {
  project                  = local.project_id
  dataset_id               = google_bigquery_dataset.telemetry.dataset_id
  table_id                 = "messages"
  description              = "One row a message; Pub/Sub may deliver one twice, with the same message_id."
  labels                   = local.labels
  deletion_protection      = var.deletion_protection
  require_partition_filter = true

  time_partitioning {
    type          = "DAY"
    field         = "publish_time"
    expiration_ms = var.lake_retention_days == null ? null : var.lake_retention_days * 86400000
  }

  schema = jsonencode([
    { name = "subscription_name", type = "STRING", mode = "NULLABLE", description = "Subscription that wrote the row" },
    { name = "message_id", type = "STRING", mode = "NULLABLE", description = "Id that Pub/Sub gave the message" },
    { name = "publish_time", type = "TIMESTAMP", mode = "NULLABLE", description = "When Pub/Sub took the message" },
    { name = "data", type = "STRING", mode = "NULLABLE", description = "The message, JSON as the device wrote it" },
    { name = "attributes", type = "STRING", mode = "NULLABLE", description = "Attributes of the message, a JSON object" },
  ])

  lifecycle {
    # It is the dataset's, which tables take over: Terraform would see it as one too many, and replace the table.
    ignore_changes = [encryption_configuration]
  }
}

resource "google_bigquery_table" "telemetry_readings" {
  project             = local.project_id
  dataset_id          = google_bigquery_dataset.telemetry.dataset_id
  table_id            = "readings"
  description         = "One row a reading, in metric units; ask for a range of publish_time."
  labels              = local.labels
  deletion_protection = false # a view holds nothing

  view {
    use_legacy_sql = false
    query = templatefile("${path.module}/queries/telemetry-readings.sql", {
      table = "${google_bigquery_table.telemetry_messages.project}.${google_bigquery_table.telemetry_messages.dataset_id}.${google_bigquery_table.telemetry_messages.table_id}"
    })
  }

  lifecycle {
    ignore_changes = [encryption_configuration] # as above
  }
}

resource "google_bigquery_table_iam_member" "telemetry_writer" {
  project    = local.project_id
  dataset_id = google_bigquery_dataset.telemetry.dataset_id
  table_id   = google_bigquery_table.telemetry_messages.table_id
  role       = "roles/bigquery.dataEditor"
  member     = "serviceAccount:${local.service_agents.pubsub}"
}

locals {
  # By way of the grant, since a subscription is refused before its agent may write.
  lake_table = "${google_bigquery_table_iam_member.telemetry_writer.project}.${google_bigquery_table_iam_member.telemetry_writer.dataset_id}.${google_bigquery_table_iam_member.telemetry_writer.table_id}"
}
