resource "google_service_account" "deployer" {
  project      = var.project_id
  account_id   = "${var.prefix}-ci"
  display_name = "${var.prefix}: deployer"
  description  = "Builds, migrates and applies Terraform. Its own rights are changed by an administrator only."
}

resource "google_cloudbuild_trigger" "deploy" {
  project            = var.project_id
  location           = var.region
  name               = "${var.prefix}-deploy"
  description        = "Verifies, builds, migrates and deploys what is pushed to ${var.branch}."
  filename           = "cloudbuild.yaml"
  service_account    = google_service_account.deployer.id
  include_build_logs = "INCLUDE_BUILD_LOGS_WITH_STATUS"
  tags               = [for key, value in var.labels : "${key}-${value}"]

  substitutions = merge(
    {
      _ENVIRONMENT    = var.environment
      _REGION         = var.region
      _STATE_BUCKET   = var.state_bucket
      _SOURCES_BUCKET = var.sources_bucket
    },
    { for secret in var.smoke_token_secret[*] : "_SMOKE_TOKEN_SECRET" => secret },
    var.substitutions,
  )

  # The connection is made by hand once, in the region of the trigger, as GitHub asks its owner for consent.
  dynamic "repository_event_config" {
    for_each = var.connected_repository[*]
    content {
      repository = repository_event_config.value
      push {
        branch = local.branch_pattern
      }
    }
  }

  dynamic "github" {
    for_each = var.connected_repository == null ? [var.repository] : []
    content {
      owner = split("/", github.value)[0]
      name  = split("/", github.value)[1]
      push {
        branch = local.branch_pattern
      }
    }
  }

  approval_config {
    approval_required = var.require_approval
  }
}

locals {
  branch_pattern = "^${replace(var.branch, ".", "\\.")}$"
}
