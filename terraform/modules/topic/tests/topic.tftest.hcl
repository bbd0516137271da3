mock_provider "google" {}

variables {
  project_id          = "example-project"
  name                = "telemetry"
  regions             = ["europe-west1"]
  service_agent_email = "service-123@gcp-sa-pubsub.iam.gserviceaccount.com"
  push_subscriptions = {
    ingest = {
      endpoint              = "https://ingest.example.com"
      caller_email          = "call-ingest@example-project.iam.gserviceaccount.com"
      ack_deadline_seconds  = 60
      max_delivery_attempts = 100
      min_backoff_seconds   = 1
      max_backoff_seconds   = 60
      ordered               = true
      dead_letter_topic     = "telemetry-dead-letter"
    }
  }
  bigquery_subscriptions = {
    lake = { table = "example-project.telemetry.messages", dead_letter_topic = "lake-dead-letter" }
  }
}

run "every_subscription_has_a_dead_letter" {
  # Those of the dead letters themselves are excepted: they only hold messages, and deliver none.
  assert {
    condition = alltrue([
      for subscription in concat(values(google_pubsub_subscription.push), values(google_pubsub_subscription.bigquery)) :
      contains(values(google_pubsub_topic.dead_letter)[*].id, subscription.dead_letter_policy[0].dead_letter_topic)
    ])
    error_message = "A subscription without a dead letter loses what it cannot deliver."
  }
  assert {
    condition     = google_pubsub_subscription.push["ingest"].dead_letter_policy[0].max_delivery_attempts == 100
    error_message = "The attempts are not those of function.yaml."
  }
  assert {
    condition     = output.dead_letter_subscriptions == { ingest = "telemetry-dead-letter", lake = "lake-dead-letter" }
    error_message = "Dead letters are held by ${jsonencode(output.dead_letter_subscriptions)}."
  }
}

run "dead_letters_are_kept_for_seven_days_and_never_expire" {
  assert {
    condition = alltrue([
      for subscription in values(google_pubsub_subscription.dead_letter) :
      subscription.message_retention_duration == "604800s" && subscription.expiration_policy[0].ttl == "" && length(subscription.push_config) == 0
    ])
    error_message = "Dead letters would be lost before somebody looks at them."
  }
}

run "pubsub_itself_may_move_messages_to_the_dead_letter" {
  assert {
    condition = (
      toset(keys(google_pubsub_topic_iam_member.dead_letter_publisher)) == toset(["telemetry-dead-letter", "lake-dead-letter"])
      && toset(keys(google_pubsub_subscription_iam_member.dead_letter_mover)) == toset(["ingest", "lake"])
      && alltrue([for grant in values(google_pubsub_subscription_iam_member.dead_letter_mover) : grant.role == "roles/pubsub.subscriber" && grant.member == "serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com"])
      && alltrue([for grant in values(google_pubsub_topic_iam_member.dead_letter_publisher) : grant.role == "roles/pubsub.publisher" && grant.member == "serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com"])
    )
    error_message = "Without these rights Pub/Sub tries for ever instead of giving up."
  }
}

run "a_push_signs_in_as_the_functions_caller_and_tries_again" {
  assert {
    condition = (
      google_pubsub_subscription.push["ingest"].push_config[0].oidc_token[0].service_account_email == "call-ingest@example-project.iam.gserviceaccount.com"
      && google_pubsub_subscription.push["ingest"].push_config[0].oidc_token[0].audience == "https://ingest.example.com"
      && google_pubsub_subscription.push["ingest"].retry_policy[0].minimum_backoff == "1s"
      && google_pubsub_subscription.push["ingest"].retry_policy[0].maximum_backoff == "60s"
      && google_pubsub_subscription.push["ingest"].enable_message_ordering
    )
    error_message = "The push does not sign in, or does not wait between attempts."
  }
  assert {
    condition     = google_pubsub_subscription.push["ingest"].expiration_policy[0].ttl == ""
    error_message = "A subscription that is quiet for a month would vanish."
  }
}

run "the_lake_keeps_messages_as_they_came" {
  assert {
    condition     = google_pubsub_subscription.bigquery["lake"].bigquery_config[0].write_metadata && google_pubsub_subscription.bigquery["lake"].bigquery_config[0].table == "example-project.telemetry.messages"
    error_message = "The lake does not get the messages' ids and times."
  }
}

run "a_schema_is_registered_and_refuses_nothing_unless_told" {
  variables {
    schema = { definition = "syntax = \"proto3\";\nmessage Thing {\n}\n", enforce = false }
  }
  assert {
    condition     = google_pubsub_schema.this[0].type == "PROTOCOL_BUFFER" && length(google_pubsub_topic.this.schema_settings) == 0
    error_message = "The schema is not registered, or refuses messages already."
  }
}

run "a_schema_that_is_enforced_is_attached" {
  variables {
    schema = { definition = "syntax = \"proto3\";\nmessage Thing {\n}\n", enforce = true }
  }
  assert {
    condition     = google_pubsub_topic.this.schema_settings[0].encoding == "JSON"
    error_message = "The topic does not check messages."
  }
}

run "a_publisher_that_is_everybody_is_refused" {
  command = plan
  variables {
    publishers = { world = "allUsers" }
  }
  expect_failures = [var.publishers]
}

run "attempts_beyond_those_of_pubsub_are_refused" {
  command = plan
  variables {
    push_subscriptions = {
      ingest = {
        endpoint            = "https://ingest.example.com", caller_email = "a@b.c", ack_deadline_seconds = 60, max_delivery_attempts = 3
        min_backoff_seconds = 1, max_backoff_seconds = 60, ordered = false, dead_letter_topic = "dead"
      }
    }
  }
  expect_failures = [var.push_subscriptions]
}
