locals {
  # A message is kept for so long where it could not be delivered: time enough for a person to look, correct and replay.
  dead_letter_retention = "604800s"
}

resource "google_pubsub_topic" "this" {
  project                    = var.project_id
  name                       = var.name
  labels                     = var.labels
  kms_key_name               = var.kms_key_id
  message_retention_duration = "${var.retention_days * 86400}s"

  message_storage_policy {
    allowed_persistence_regions = var.regions
  }

  dynamic "schema_settings" {
    for_each = var.schema != null && try(var.schema.enforce, false) ? [google_pubsub_schema.this[0].id] : []
    content {
      schema   = schema_settings.value
      encoding = "JSON"
    }
  }
}

# Registered even where it is not enforced: producers read it, and it can be attached without a change of theirs.
resource "google_pubsub_schema" "this" {
  count = var.schema == null ? 0 : 1

  project    = var.project_id
  name       = "${var.name}-message"
  type       = "PROTOCOL_BUFFER"
  definition = var.schema.definition
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = var.publishers

  project = var.project_id
  topic   = google_pubsub_topic.this.name
  role    = "roles/pubsub.publisher"
  member  = each.value
}
