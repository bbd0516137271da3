mock_provider "google" {}

variables {
  project_id = "example-project"
  region     = "europe-west1"
  prefix     = "wheelhouse"
  keys = {
    tenants = {}
    storage = { rotation_days = 30, service_agents = { storage = "service-123@gs-project-accounts.iam.gserviceaccount.com" } }
  }
}

# Planned only: keys refuse to be destroyed, also by the end of a test.
run "keys_rotate_and_can_be_brought_back_for_a_month" {
  command = plan
  assert {
    condition     = google_kms_crypto_key.this["tenants"].rotation_period == "7776000s" && google_kms_crypto_key.this["storage"].rotation_period == "2592000s"
    error_message = "The keys do not rotate after 90 and 30 days."
  }
  assert {
    condition     = alltrue([for key in values(google_kms_crypto_key.this) : key.destroy_scheduled_duration == "2592000s" && key.purpose == "ENCRYPT_DECRYPT"])
    error_message = "A destroyed version is lost at once."
  }
}

run "only_the_named_service_agents_use_a_key" {
  command = plan
  assert {
    condition = (
      keys(google_kms_crypto_key_iam_member.service_agent) == ["storage/storage"]
      && google_kms_crypto_key_iam_member.service_agent["storage/storage"].member == "serviceAccount:service-123@gs-project-accounts.iam.gserviceaccount.com"
      && google_kms_crypto_key_iam_member.service_agent["storage/storage"].role == "roles/cloudkms.cryptoKeyEncrypterDecrypter"
    )
    error_message = "The key of the tenants is open to a service agent, or that of the storage is not."
  }
}

run "a_key_that_never_rotates_is_refused" {
  command = plan
  variables {
    keys = { tenants = { rotation_days = 0 } }
  }
  expect_failures = [var.keys]
}
