mock_provider "google" {}

variables {
  project_id               = "example-project"
  region                   = "europe-west1"
  source_bucket            = "sources"
  source_object            = "api/abc.zip"
  build_service_account_id = "projects/example-project/serviceAccounts/build@example-project.iam.gserviceaccount.com"
  docker_repository        = "projects/example-project/locations/europe-west1/repositories/wheelhouse"
  vpc_connector_id         = "projects/example-project/locations/europe-west1/connectors/wheelhouse"
  tenant_key_id            = "projects/example-project/locations/europe-west1/keyRings/wheelhouse/cryptoKeys/tenants"
  bucket_names             = { documents = "example-project-documents" }
  # Only HTTP functions are opened by it.
  ingress = "ALLOW_ALL"
  database = {
    instance_connection_name = "example-project:europe-west1:wheelhouse"
    instance_name            = "wheelhouse"
    database_name            = "wheelhouse"
    pool_size                = 4
  }
}

run "a_message_function_is_internal_and_started_by_its_own_caller_alone" {
  variables {
    description = { name = "ingest", description = "Stores.", trigger = { type = "pubsub", topic = "telemetry" } }
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "A function that Pub/Sub starts can be reached from outside."
  }
  assert {
    condition     = google_service_account.caller[0].account_id == "call-ingest" && google_cloud_run_v2_service_iam_member.invoker.member == google_service_account.caller[0].member
    error_message = "Others than call-ingest may start the function."
  }
  assert {
    condition     = length(google_cloudfunctions2_function.this.event_trigger) == 0
    error_message = "Messages would arrive twice: by the push subscription and by a trigger of Eventarc."
  }
}

run "a_storage_function_tries_again_and_is_internal" {
  variables {
    description = { name = "analysis", description = "Reads.", concurrency = 1, timeoutSeconds = 540, trigger = { type = "storage", bucket = "documents" } }
  }
  assert {
    condition     = google_cloudfunctions2_function.this.event_trigger[0].retry_policy == "RETRY_POLICY_RETRY"
    error_message = "An object whose event fails once would never be looked at again."
  }
  assert {
    condition = (
      google_cloudfunctions2_function.this.event_trigger[0].event_type == "google.cloud.storage.object.v1.finalized"
      && one(google_cloudfunctions2_function.this.event_trigger[0].event_filters).value == "example-project-documents"
      && google_cloudfunctions2_function.this.event_trigger[0].service_account_email == google_service_account.caller[0].email
    )
    error_message = "The trigger is not that of new objects in the bucket, by the function's own caller."
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "A function that a bucket starts can be reached from outside."
  }
  assert {
    condition     = google_project_iam_member.event_receiver[0].member == google_service_account.caller[0].member
    error_message = "The caller may not receive events."
  }
}

run "a_scheduled_function_has_a_schedule_and_tries_again" {
  variables {
    description = {
      name           = "jobs"
      description    = "Runs."
      timeoutSeconds = 600
      concurrency    = 1
      trigger        = { type = "schedule", schedule = "*/5 * * * *", timeZone = "Europe/Paris", attemptDeadlineSeconds = 600 }
    }
  }
  assert {
    condition = (
      google_cloud_scheduler_job.this[0].schedule == "*/5 * * * *" && google_cloud_scheduler_job.this[0].time_zone == "Europe/Paris"
      && google_cloud_scheduler_job.this[0].attempt_deadline == "600s"
    )
    error_message = "The schedule is not that of function.yaml."
  }
  assert {
    condition     = google_cloud_scheduler_job.this[0].retry_config[0].retry_count > 0
    error_message = "A run that fails is not tried again."
  }
  assert {
    condition = (
      google_cloud_scheduler_job.this[0].http_target[0].oidc_token[0].service_account_email == google_service_account.caller[0].email
      && google_cloud_scheduler_job.this[0].http_target[0].http_method == "POST"
    )
    error_message = "Cloud Scheduler does not sign in as the function's own caller."
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "A scheduled function can be reached from outside."
  }
}

run "a_schedule_trigger_without_a_schedule_is_refused" {
  command = plan
  variables {
    description = { name = "jobs", description = "Runs.", trigger = { type = "schedule" } }
  }
  expect_failures = [var.description]
}

run "a_message_that_takes_longer_than_its_deadline_is_refused" {
  command = plan
  variables {
    description = { name = "ingest", description = "Stores.", timeoutSeconds = 120, trigger = { type = "pubsub", topic = "telemetry", ackDeadlineSeconds = 60 } }
  }
  expect_failures = [var.description]
}

run "part_of_a_cpu_with_several_requests_is_refused" {
  command = plan
  variables {
    description = { name = "api", description = "Answers.", cpu = 0.5, concurrency = 80, trigger = { type = "http", paths = ["/v1/things"] } }
  }
  expect_failures = [var.description]
}

run "more_memory_than_the_cpu_takes_is_refused" {
  command = plan
  variables {
    description = { name = "api", description = "Answers.", memory = "8Gi", trigger = { type = "http", paths = ["/v1/things"] } }
  }
  expect_failures = [var.description]
}

run "a_name_too_long_for_its_accounts_is_refused" {
  command = plan
  variables {
    description = { name = "the-longest-name-of-all-functions", description = "Answers.", trigger = { type = "http", paths = ["/v1/things"] } }
  }
  expect_failures = [var.description]
}

run "a_bucket_that_does_not_exist_is_refused" {
  command = plan
  variables {
    description = { name = "api", description = "Answers.", access = { buckets = { pictures = "read" } }, trigger = { type = "http", paths = ["/v1/things"] } }
  }
  expect_failures = [var.bucket_names]
}
