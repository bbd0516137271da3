mock_provider "google" {}

variables {
  project_id         = "example-project"
  authorized_domains = ["app.example.com"]
}

run "nobody_makes_an_account_by_oneself" {
  assert {
    condition     = google_identity_platform_config.this.client[0].permissions[0].disabled_user_signup && !google_identity_platform_config.this.sign_in[0].anonymous[0].enabled
    error_message = "Anybody could sign up."
  }
}

run "people_sign_in_with_address_and_password_and_may_enrol_a_second_factor" {
  assert {
    condition = (
      google_identity_platform_config.this.sign_in[0].email[0].enabled && google_identity_platform_config.this.sign_in[0].email[0].password_required
      && google_identity_platform_config.this.mfa[0].state == "ENABLED"
      && google_identity_platform_config.this.mfa[0].provider_configs[0].state == "ENABLED"
    )
    error_message = "Sign-in needs no password, or there is no second factor."
  }

  assert {
    condition     = google_identity_platform_config.this.mfa[0].enabled_providers == null && length(google_identity_platform_config.this.sign_in[0].phone_number) == 0
    error_message = "Text messages must neither sign anybody in nor be a second factor: they can be redirected."
  }
}

run "an_address_in_place_of_a_domain_is_refused" {
  command = plan
  variables {
    authorized_domains = ["https://app.example.com/"]
  }
  expect_failures = [var.authorized_domains]
}
