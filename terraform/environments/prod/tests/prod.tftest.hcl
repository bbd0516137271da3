mock_provider "google" {}
mock_provider "archive" {}
mock_provider "random" {}

variables {
  project_id          = "example-project"
  bundles_directory   = "../../stack/tests/fixtures/bundles"
  notification_emails = ["on-call@example.com"]
  domains             = ["api.example.com"]
}

run "production_cannot_be_deleted_and_is_reached_through_the_load_balancer_alone" {
  command = plan

  assert {
    condition = (
      length(module.wheelhouse.protection.database) == 2
      && alltrue([for instance in module.wheelhouse.protection.database : instance.deletion && !instance.public])
      && module.wheelhouse.protection.lake
      && alltrue([for name, bucket in module.wheelhouse.protection.buckets : bucket.deletion if name != "sources"])
    )
    error_message = "Database, lake and buckets can be destroyed: ${jsonencode(module.wheelhouse.protection)}."
  }
  assert {
    condition     = alltrue([for function in module.wheelhouse.functions : function.ingress != "ALLOW_ALL"])
    error_message = "A function is reached past the load balancer, its firewall and its rate limit."
  }
  assert {
    condition     = module.wheelhouse.database.connections.functions + module.wheelhouse.database.connections.reserved <= module.wheelhouse.database.connections.accepted
    error_message = "Functions may open more connections than the database accepts."
  }
}

run "no_domain_is_refused" {
  command = plan
  variables {
    domains = []
  }
  expect_failures = [var.domains]
}
