mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

variables {
  project_id       = "example-project"
  region           = "europe-west1"
  prefix           = "wheelhouse"
  environment      = "prod"
  repository       = "example/wheelhouse"
  require_approval = true
  state_bucket     = "example-project-terraform-state"
  sources_bucket   = "example-project-function-sources"
}

run "believes_one_repository_branch_and_environment" {
  command = plan

  assert {
    condition = alltrue([
      for claim in ["assertion.repository == 'example/wheelhouse'", "assertion.ref == 'refs/heads/main'", "assertion.environment == 'prod'"] :
      contains(split(" && ", google_iam_workload_identity_pool_provider.github.attribute_condition), claim)
    ])
    error_message = "The condition must hold the repository, the branch and the environment: ${google_iam_workload_identity_pool_provider.github.attribute_condition}"
  }

  assert {
    condition     = google_iam_workload_identity_pool_provider.github.oidc[0].issuer_uri == "https://token.actions.githubusercontent.com"
    error_message = "Only GitHub's tokens may be believed."
  }
}

run "lets_only_that_repository_act_as_the_deployer" {
  command = apply

  assert {
    condition = (
      google_service_account_iam_member.github.role == "roles/iam.workloadIdentityUser"
      && startswith(google_service_account_iam_member.github.member, "principalSet://")
      && endswith(google_service_account_iam_member.github.member, "/attribute.repository/example/wheelhouse")
    )
    error_message = "Only workflows of the repository may act as the deployer."
  }
}

run "grants_the_deployer_no_more_than_it_needs" {
  command = plan

  assert {
    condition = length(setintersection(
      keys(google_project_iam_member.deployer),
      [
        "roles/owner", "roles/editor", "roles/iam.securityAdmin", "roles/resourcemanager.projectIamAdmin", "roles/secretmanager.admin", "roles/secretmanager.secretAccessor",
        "roles/storage.admin", "roles/storage.objectAdmin", "roles/storage.objectViewer", "roles/bigquery.admin", "roles/bigquery.dataViewer", "roles/cloudkms.cryptoKeyEncrypterDecrypter",
        "roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountKeyAdmin",
      ],
    )) == 0
    error_message = "The deployer must not hold a role that reads what organisations store, or that it could widen its own rights with."
  }

  assert {
    condition     = alltrue([for role, reason in output.roles : length(reason) > 10])
    error_message = "Every role must have a reason."
  }

  assert {
    condition = alltrue([
      for role in [google_project_iam_custom_role.bucket_administrator, google_project_iam_custom_role.lake_administrator, google_project_iam_custom_role.secret_administrator] :
      !anytrue([for permission in role.permissions : startswith(permission, "storage.objects.") || contains(["secretmanager.versions.access", "bigquery.tables.getData", "bigquery.tables.export", "bigquery.jobs.create"], permission)])
    ])
    error_message = "Administering buckets, the lake and secrets must not open their contents."
  }
}

run "limits_the_roles_that_the_deployer_may_grant" {
  command = plan

  variables {
    grantable_roles = ["roles/cloudsql.client", "roles/aiplatform.user"]
  }

  assert {
    condition = (
      google_project_iam_member.deployer_within_limits["roles/resourcemanager.projectIamAdmin"].condition[0].expression
      == "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/cloudsql.client', 'roles/aiplatform.user'])"
    )
    error_message = "The deployer may grant the listed roles only."
  }

  assert {
    condition = (
      google_project_iam_member.deployer_within_limits["roles/secretmanager.secretAccessor"].condition[0].expression
      == "resource.name.startsWith('projects/123456789012/secrets/wheelhouse-database-admin-password/')"
    )
    error_message = "The deployer may read one secret only."
  }

  assert {
    condition     = { for use, grant in google_storage_bucket_iam_member.deployer : grant.bucket => grant.role } == { "example-project-terraform-state" = "roles/storage.objectUser", "example-project-function-sources" = "roles/storage.objectUser" }
    error_message = "The deployer may write the state and the sources, and no other bucket."
  }
}

run "waits_for_approval" {
  command = apply

  assert {
    condition     = google_cloudbuild_trigger.deploy.approval_config[0].approval_required
    error_message = "A build of this environment must wait for approval."
  }

  assert {
    condition     = google_cloudbuild_trigger.deploy.service_account == google_service_account.deployer.id && google_cloudbuild_trigger.deploy.filename == "cloudbuild.yaml"
    error_message = "The build must run as the deployer, as cloudbuild.yaml says."
  }

  assert {
    condition     = google_cloudbuild_trigger.deploy.github[0].owner == "example" && google_cloudbuild_trigger.deploy.github[0].name == "wheelhouse" && google_cloudbuild_trigger.deploy.github[0].push[0].branch == "^main$"
    error_message = "Only pushes to the branch itself may be deployed."
  }
}

run "deploys_at_once_where_no_approval_is_asked_for" {
  command = plan

  variables {
    require_approval = false
  }

  assert {
    condition     = !google_cloudbuild_trigger.deploy.approval_config[0].approval_required
    error_message = "require_approval = false must reach the trigger."
  }
}

run "uses_the_connected_repository" {
  command = plan

  variables {
    connected_repository = "projects/example-project/locations/europe-west1/connections/github/repositories/wheelhouse"
    branch               = "release/1.x"
  }

  assert {
    condition     = length(google_cloudbuild_trigger.deploy.github) == 0 && google_cloudbuild_trigger.deploy.repository_event_config[0].repository == var.connected_repository
    error_message = "With a connection, the trigger must listen to it alone."
  }

  assert {
    condition     = google_cloudbuild_trigger.deploy.repository_event_config[0].push[0].branch == "^release/1\\.x$"
    error_message = "The branch is a name, not a pattern."
  }
}

run "refuses_to_let_the_deployer_grant_everything" {
  command = plan

  variables {
    grantable_roles = ["roles/owner"]
  }

  expect_failures = [var.grantable_roles]
}

run "refuses_more_grantable_roles_than_a_condition_takes" {
  command = plan

  variables {
    grantable_roles = [for number in range(11) : "roles/example.role${number}"]
  }

  expect_failures = [var.grantable_roles]
}

run "refuses_a_repository_without_owner" {
  command = plan

  variables {
    repository = "wheelhouse"
  }

  expect_failures = [var.repository]
}

run "lets_the_smoke_test_read_its_token_and_no_other_secret" {
  command = plan

  variables {
    smoke_token_secret = "smoke-token"
  }

  assert {
    condition     = google_cloudbuild_trigger.deploy.substitutions["_SMOKE_TOKEN_SECRET"] == "smoke-token"
    error_message = "The build must be told which secret holds the token."
  }

  assert {
    condition     = [for grant in google_secret_manager_secret_iam_member.smoke_token : "${grant.role} ${grant.secret_id}"] == ["roles/secretmanager.secretAccessor smoke-token"]
    error_message = "The deployer may read that secret."
  }
}
