# Who may start the function. An HTTP function is open to every caller that reaches it, because the application authenticates; any other
# is started by an account made for it alone, which may do nothing else.

resource "google_service_account" "caller" {
  count = local.is_http ? 0 : 1

  project      = var.project_id
  account_id   = "call-${local.name}"
  display_name = "Starts the function ${local.name}"
}

resource "google_cloud_run_v2_service_iam_member" "invoker" {
  project  = var.project_id
  location = var.region
  name     = google_cloudfunctions2_function.this.name
  role     = "roles/run.invoker"
  member   = local.is_http ? "allUsers" : google_service_account.caller[0].member
}

# The role exists on projects only.
resource "google_project_iam_member" "event_receiver" {
  count = local.trigger.type == "storage" ? 1 : 0

  project = var.project_id
  role    = "roles/eventarc.eventReceiver"
  member  = google_service_account.caller[0].member
}

resource "google_cloud_scheduler_job" "this" {
  count = local.trigger.type == "schedule" ? 1 : 0

  project          = var.project_id
  region           = var.region
  name             = local.name
  description      = var.description.description
  schedule         = local.trigger.schedule
  time_zone        = local.trigger.timeZone
  attempt_deadline = "${local.trigger.attemptDeadlineSeconds}s"

  retry_config {
    retry_count          = 3
    min_backoff_duration = "5s"
    max_backoff_duration = "60s"
    max_doublings        = 3
  }

  http_target {
    http_method = "POST"
    uri         = google_cloudfunctions2_function.this.service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.caller[0].email
      audience              = google_cloudfunctions2_function.this.service_config[0].uri
    }
  }
}
