resource "google_pubsub_subscription" "push" {
  for_each = var.push_subscriptions

  project                 = var.project_id
  name                    = each.key
  labels                  = var.labels
  topic                   = google_pubsub_topic.this.id
  ack_deadline_seconds    = each.value.ack_deadline_seconds
  enable_message_ordering = each.value.ordered

  # Messages that nobody took stay as long as Pub/Sub keeps any.
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = "" # never: a quiet topic must not lose its subscription
  }

  push_config {
    push_endpoint = each.value.endpoint

    oidc_token {
      service_account_email = each.value.caller_email
      audience              = each.value.endpoint
    }
  }

  retry_policy {
    minimum_backoff = "${each.value.min_backoff_seconds}s"
    maximum_backoff = "${each.value.max_backoff_seconds}s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letter[each.value.dead_letter_topic].id
    max_delivery_attempts = each.value.max_delivery_attempts
  }
}

resource "google_pubsub_subscription" "bigquery" {
  for_each = var.bigquery_subscriptions

  project                    = var.project_id
  name                       = each.key
  labels                     = var.labels
  topic                      = google_pubsub_topic.this.id
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = ""
  }

  bigquery_config {
    table = each.value.table
    # The message goes into `data` as it came, with its attributes, id and time beside it, so that a malformed one is kept too.
    write_metadata = true
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letter[each.value.dead_letter_topic].id
    max_delivery_attempts = 100
  }
}
