mock_provider "google" {}
mock_provider "archive" {}
mock_provider "random" {}

variables {
  project_id          = "example-project"
  bundles_directory   = "../../stack/tests/fixtures/bundles"
  notification_emails = ["on-call@example.com"]
  domains             = ["api.staging.example.com"]
}

run "staging_is_protected_and_reached_as_production_is" {
  command = plan

  assert {
    condition     = alltrue([for instance in module.wheelhouse.protection.database : instance.deletion]) && module.wheelhouse.protection.lake && module.wheelhouse.url == "https://api.staging.example.com"
    error_message = "Staging can be deleted, or has another door than production."
  }
  assert {
    condition     = alltrue([for function in module.wheelhouse.functions : function.max_instances <= 3 && function.ingress != "ALLOW_ALL"])
    error_message = "A function is larger than staging, or reached past the load balancer."
  }
}

run "no_domain_is_refused" {
  command = plan
  variables {
    domains = []
  }
  expect_failures = [var.domains]
}
