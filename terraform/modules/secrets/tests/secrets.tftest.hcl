mock_provider "google" {}

variables {
  project_id = "example-project"
  region     = "europe-west1"
  names      = ["ANTHROPIC_API_KEY"]
}

run "a_secret_stays_in_its_region" {
  assert {
    condition     = google_secret_manager_secret.this["ANTHROPIC_API_KEY"].replication[0].user_managed[0].replicas[0].location == "europe-west1"
    error_message = "The value is kept elsewhere."
  }
  assert {
    condition     = output.secret_ids == { ANTHROPIC_API_KEY = "anthropic-api-key" }
    error_message = "The ids are ${jsonencode(output.secret_ids)}."
  }
}

run "a_name_that_is_no_variable_is_refused" {
  command = plan
  variables {
    names = ["anthropic key"]
  }
  expect_failures = [var.names]
}
