resource "google_identity_platform_config" "this" {
  project            = var.project_id
  authorized_domains = var.authorized_domains

  autodelete_anonymous_users = true

  sign_in {
    allow_duplicate_emails = false

    anonymous {
      enabled = false
    }

    email {
      enabled           = true
      password_required = true
    }
  }

  # A second factor that people enrol themselves: codes of an authenticator app, and no text messages, which can be redirected.
  mfa {
    state = "ENABLED"

    provider_configs {
      state = "ENABLED"

      totp_provider_config {
        # A code stays good for one period of 30 s before and after its own, for clocks that differ.
        adjacent_intervals = 1
      }
    }
  }

  client {
    permissions {
      disabled_user_signup   = !var.self_sign_up
      disabled_user_deletion = true
    }
  }

  monitoring {
    request_logging {
      enabled = true
    }
  }
}
