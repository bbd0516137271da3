mock_provider "google" {}

variables {
  project_id = "example-project"
  region     = "europe-west1"
  prefix     = "wheelhouse"

  description = "Images."
}

run "keeps_what_can_be_rolled_back_to" {
  command = plan

  assert {
    condition = anytrue([
      for policy in google_artifact_registry_repository.this.cleanup_policies :
      policy.action == "KEEP" && try(one(policy.most_recent_versions).keep_count, 0) == 10
    ])
    error_message = "The newest versions must be kept."
  }

  assert {
    condition     = anytrue([for policy in google_artifact_registry_repository.this.cleanup_policies : policy.action == "DELETE" && try(one(policy.condition).tag_state, "") == "UNTAGGED"])
    error_message = "Untagged images must be removed."
  }

  assert {
    condition     = !google_artifact_registry_repository.this.cleanup_policy_dry_run
    error_message = "Cleanup must be real, not only tried."
  }
}

run "scans_images_and_never_moves_a_tag" {
  command = plan

  assert {
    condition     = one(google_artifact_registry_repository.this.vulnerability_scanning_config).enablement_config == "INHERITED"
    error_message = "Vulnerability scanning must not be switched off."
  }

  assert {
    condition     = one(google_artifact_registry_repository.this.docker_config).immutable_tags
    error_message = "A tag that was pushed must not move."
  }

  assert {
    condition     = output.repository_url == "europe-west1-docker.pkg.dev/example-project/wheelhouse"
    error_message = "The address of the repository is wrong: ${output.repository_url}"
  }
}

run "moves_tags_where_a_build_has_to" {
  command = plan

  variables {
    immutable_tags = false
  }

  assert {
    condition     = !one(google_artifact_registry_repository.this.docker_config).immutable_tags
    error_message = "A second build of a function could not push its image."
  }
}

run "refuses_to_keep_only_the_running_release" {
  command = plan

  variables {
    keep_count = 1
  }

  expect_failures = [var.keep_count]
}
