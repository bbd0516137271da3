mock_provider "google" {}

variables {
  project_id = "example-project"
  location   = "europe-west1"
  name       = "example-project-documents"
}

run "a_bucket_is_never_public" {
  assert {
    condition     = google_storage_bucket.this.public_access_prevention == "enforced" && google_storage_bucket.this.uniform_bucket_level_access
    error_message = "Objects could be opened to everybody."
  }
}

run "what_is_deleted_can_be_brought_back" {
  assert {
    condition     = google_storage_bucket.this.versioning[0].enabled && google_storage_bucket.this.soft_delete_policy[0].retention_duration_seconds == 604800 && !google_storage_bucket.this.force_destroy
    error_message = "A mistake would be final."
  }
  assert {
    condition     = anytrue([for rule in google_storage_bucket.this.lifecycle_rule : one(rule.condition).days_since_noncurrent_time == 90 && one(rule.action).type == "Delete" && one(rule.condition).with_state == "ARCHIVED"])
    error_message = "Old generations are kept, and paid for, without end."
  }
}

run "own_keys_encrypt_where_they_are_given" {
  variables {
    kms_key_id = "projects/p/locations/l/keyRings/r/cryptoKeys/k"
  }
  assert {
    condition     = google_storage_bucket.this.encryption[0].default_kms_key_name == "projects/p/locations/l/keyRings/r/cryptoKeys/k"
    error_message = "The key is not used."
  }
}

run "pages_of_the_origins_may_upload_with_the_signed_headers" {
  variables {
    upload_origins = ["https://app.example.com"]
  }
  assert {
    condition = (
      google_storage_bucket.this.cors[0].origin == tolist(["https://app.example.com"])
      && toset(google_storage_bucket.this.cors[0].method) == toset(["GET", "HEAD", "PUT"])
      && toset(google_storage_bucket.this.cors[0].response_header) == toset(["Content-Type", "x-goog-content-length-range"])
    )
    error_message = "A browser would refuse a signed upload."
  }
}

run "no_page_may_upload_by_default" {
  assert {
    condition     = length(google_storage_bucket.this.cors) == 0
    error_message = "Pages of other origins may use the bucket."
  }
}

run "records_can_be_kept_from_deletion" {
  variables {
    versioning     = false
    retention_days = 365
  }
  assert {
    condition     = google_storage_bucket.this.retention_policy[0].retention_period == 31536000
    error_message = "The records are not retained for a year."
  }
}

run "an_origin_that_is_everybody_is_refused" {
  command = plan
  variables {
    upload_origins = ["*"]
  }
  expect_failures = [var.upload_origins]
}

run "a_soft_delete_that_storage_does_not_know_is_refused" {
  command = plan
  variables {
    soft_delete_days = 3
  }
  expect_failures = [var.soft_delete_days]
}
