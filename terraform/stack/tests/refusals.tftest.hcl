# Wrong inputs fail before anything is made.

mock_provider "google" {}
mock_provider "archive" {}
mock_provider "random" {}

variables {
  project_id          = "example-project"
  region              = "europe-west1"
  environment         = "production"
  bundles_directory   = "./tests/fixtures/bundles"
  domains             = ["api.example.com"]
  notification_emails = ["on-call@example.com"]
  database = {
    tier            = "db-custom-4-16384"
    max_connections = 800
  }
}

run "more_connections_than_the_database_accepts_are_refused" {
  command = plan
  variables {
    database = { tier = "db-custom-4-16384", max_connections = 100 }
  }
  expect_failures = [output.database]
}

run "a_path_of_two_functions_is_refused" {
  command = plan
  variables {
    functions_directory = "./tests/fixtures/clashing-functions"
    domains             = []
  }
  expect_failures = [output.routes]
}

run "a_function_with_another_name_than_its_folder_is_refused" {
  command = plan
  variables {
    functions_directory = "./tests/fixtures/misnamed-functions"
    domains             = []
  }
  expect_failures = [output.functions]
}

run "a_function_without_a_bundle_is_refused" {
  command = plan
  variables {
    functions_directory = "./tests/fixtures/unbuilt-functions"
    domains             = []
  }
  expect_failures = [data.archive_file.bundle]
}

run "a_load_balancer_without_a_function_for_everything_else_is_refused" {
  command = plan
  variables {
    functions_directory = "./tests/fixtures/pathless-functions"
  }
  expect_failures = [output.routes]
}

run "missing_bundles_are_refused" {
  command = plan
  variables {
    bundles_directory = "./tests/fixtures/nothing"
  }
  expect_failures = [var.bundles_directory]
}

run "production_without_deletion_protection_is_refused" {
  command = plan
  variables {
    deletion_protection = false
  }
  expect_failures = [var.deletion_protection]
}

run "production_without_a_standby_is_refused" {
  command = plan
  variables {
    database = { tier = "db-custom-4-16384", max_connections = 800, availability_type = "ZONAL" }
  }
  expect_failures = [var.database]
}

run "a_model_without_its_key_is_refused" {
  command = plan
  variables {
    document_model = { provider = "anthropic", name = "model", input_usd_per_million = 3, output_usd_per_million = 15 }
  }
  expect_failures = [var.document_model]
}

run "a_name_of_a_project_in_place_of_its_id_is_refused" {
  command = plan
  variables {
    project_id = "Example Project"
  }
  expect_failures = [var.project_id]
}

run "a_secret_that_nothing_reads_is_refused" {
  command = plan
  variables {
    secrets = ["STRIPE_KEY"]
  }
  expect_failures = [var.secrets]
}

run "an_instance_kept_warm_of_no_function_is_refused" {
  command = plan
  variables {
    min_instances = { fleeet = 1 }
  }
  expect_failures = [output.functions]
}
