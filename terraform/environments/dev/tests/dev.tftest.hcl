mock_provider "google" {}
mock_provider "archive" {}
mock_provider "random" {}

variables {
  project_id          = "example-project"
  bundles_directory   = "../../stack/tests/fixtures/bundles"
  notification_emails = ["on-call@example.com"]
}

run "dev_is_cheap" {
  command = plan

  assert {
    condition     = alltrue([for function in module.wheelhouse.functions : function.max_instances == 1])
    error_message = "A function runs more than once."
  }
  assert {
    condition     = module.wheelhouse.url == null
    error_message = "There is a load balancer, though no domain was named."
  }
  assert {
    condition     = !anytrue([for instance in module.wheelhouse.protection.database : instance.deletion]) && !module.wheelhouse.protection.lake
    error_message = "What may be thrown away cannot be."
  }
}
