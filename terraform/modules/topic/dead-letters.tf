locals {
  subscriptions = merge(
    { for name, push in var.push_subscriptions : name => push.dead_letter_topic },
    { for name, table in var.bigquery_subscriptions : name => table.dead_letter_topic },
  )
  dead_letter_topics = toset(values(local.subscriptions))
  subscription_names = {
    for name in keys(local.subscriptions) : name => try(google_pubsub_subscription.push[name].name, google_pubsub_subscription.bigquery[name].name)
  }
}

resource "google_pubsub_topic" "dead_letter" {
  for_each = local.dead_letter_topics

  project                    = var.project_id
  name                       = each.value
  labels                     = var.labels
  kms_key_name               = var.kms_key_id
  message_retention_duration = local.dead_letter_retention

  message_storage_policy {
    allowed_persistence_regions = var.regions
  }
}

# Where undelivered messages wait for a person. It has no dead letter of its own: nothing pushes from it, so nothing can fail.
resource "google_pubsub_subscription" "dead_letter" {
  for_each = local.dead_letter_topics

  project                    = var.project_id
  name                       = each.value
  labels                     = var.labels
  topic                      = google_pubsub_topic.dead_letter[each.value].id
  ack_deadline_seconds       = 60
  message_retention_duration = local.dead_letter_retention

  expiration_policy {
    ttl = ""
  }
}

# Pub/Sub's own agent moves the messages: it publishes to the dead-letter topic and acknowledges them in the subscription.
# https://cloud.google.com/pubsub/docs/handling-failures#grant_forwarding_permissions
resource "google_pubsub_topic_iam_member" "dead_letter_publisher" {
  for_each = local.dead_letter_topics

  project = var.project_id
  topic   = google_pubsub_topic.dead_letter[each.value].name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${var.service_agent_email}"
}

resource "google_pubsub_subscription_iam_member" "dead_letter_mover" {
  for_each = local.subscription_names

  project      = var.project_id
  subscription = each.value
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:${var.service_agent_email}"
}
