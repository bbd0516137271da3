# The product out of the functions that this repository has. Everything is planned only: its keys refuse to be destroyed.

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
  secrets             = ["ANTHROPIC_API_KEY", "GEOCODER_API_KEY"]
  database_people     = [{ name = "dba@example.com", type = "CLOUD_IAM_USER" }, { name = "analysts@example.com", type = "CLOUD_IAM_GROUP" }]
  database = {
    tier            = "db-custom-4-16384"
    max_connections = 800
  }
}

# One run for all that holds of the same inputs, as each plans everything anew.
run "the_product_as_it_is" {
  command = plan

  # Every function has a service account of its own.
  assert {
    condition     = length(distinct([for function in output.functions : function.service_account])) == length(output.functions) && alltrue([for name, function in output.functions : function.service_account == "fn-${name}"])
    error_message = "Two functions share an account, or one runs as another's."
  }

  # Every scheduled function has a schedule.
  assert {
    condition     = alltrue([for function in output.functions : (function.schedule != null) == (function.trigger == "schedule")])
    error_message = "A scheduled function has no schedule, or another has one."
  }
  assert {
    condition     = output.functions["scheduled-jobs"].schedule == "* * * * *"
    error_message = "The jobs do not run every minute."
  }

  # Every subscription has a dead letter.
  assert {
    condition     = toset(keys(output.dead_letters)) == toset(concat([for name, function in output.functions : name if function.trigger == "pubsub"], ["telemetry-lake"]))
    error_message = "The subscriptions with dead letters are ${join(", ", keys(output.dead_letters))}."
  }
  assert {
    condition     = output.dead_letters["telemetry-ingest"] == "telemetry-dead-letter" && output.dead_letters["event-dispatch"] == "events-dead-letter"
    error_message = "Dead letters do not go where function.yaml says."
  }

  # Http functions stand behind the load balancer and all others are internal.
  assert {
    condition     = alltrue([for function in output.functions : function.ingress == (function.trigger == "http" ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_INTERNAL_ONLY")])
    error_message = "A function can be reached in another way than it should."
  }

  # Every path of every function is routed.
  assert {
    condition     = output.routes["/v1/vehicles"] == "fleet" && output.routes["/v1/documents"] == "documents" && output.routes["/v1/tenants"] == "platform"
    error_message = "The routes are ${jsonencode(output.routes)}."
  }

  # A function with a database is told where it is and has the rights for it.
  assert {
    condition = alltrue([
      for function in output.functions :
      (function.max_connections > 0) == contains(function.environment, "INSTANCE_CONNECTION_NAME")
      && (function.max_connections > 0) == contains(function.grants, "roles/cloudsql.client on instances/wheelhouse")
    ])
    error_message = "A function has rights on the database and no address of it, or the reverse."
  }
  assert {
    condition     = [for name, function in output.functions : name if contains(function.environment, "DATABASE_OWNER_ROLE")] == ["platform"]
    error_message = "Others than platform may act as the owner of the database."
  }

  # A function may do what its function.yaml says, and nothing else: `npm run terraform:access` writes the file, and the table of README.md.
  assert {
    condition     = jsonencode({ for name, function in output.functions : name => function.grants }) == jsonencode(jsondecode(file("./tests/fixtures/grants.json")))
    error_message = "Granted are ${jsonencode({ for name, function in output.functions : name => function.grants })}."
  }

  # Whatever starts a function by an event tries again when it fails.
  assert {
    condition     = alltrue([for function in output.functions : function.trigger == "http" ? function.retries == null : function.retries == true])
    error_message = "The events of ${join(", ", [for name, function in output.functions : name if function.trigger != "http" && function.retries != true])} would be lost when the function fails."
  }

  # Nothing is public, and nothing can be deleted with what it holds, but bundles, which can be built again.
  assert {
    condition     = length(output.protection.database) > 0 && !anytrue([for instance in output.protection.database : instance.public])
    error_message = "The database has a public address."
  }
  assert {
    condition     = toset(keys(output.protection.buckets)) == toset(["documents", "video", "sources"]) && alltrue([for bucket in output.protection.buckets : bucket.private])
    error_message = "A bucket can be opened to everybody."
  }
  assert {
    condition     = alltrue([for instance in output.protection.database : instance.deletion]) && output.protection.lake && alltrue([for name, bucket in output.protection.buckets : bucket.deletion if name != "sources"])
    error_message = "Something can be deleted with what it holds: ${jsonencode(output.protection)}."
  }

  # Whatever no other function serves goes to the one that has the path /, and no rule repeats that.
  assert {
    condition     = output.routes["/"] == "reference" && local.default_function == "reference"
    error_message = "Whatever no other function serves goes to ${local.default_function}."
  }

  # A function that has the key of the geocoder asks it.
  assert {
    condition     = alltrue([for function in output.functions : contains(function.environment, "GEOCODER") == contains(function.environment, "GEOCODER_API_KEY")])
    error_message = "A key of the geocoder is of no use, or missing."
  }

  # Functions know every bucket.
  assert {
    condition     = local.common_environment.DOCUMENTS_BUCKET == "example-project-documents" && local.common_environment.VIDEO_BUCKET == "example-project-video"
    error_message = "Functions write to other buckets than they may."
  }

  # Their images are where tags may move.
  assert {
    condition     = !module.function_images.immutable_tags && module.registry.immutable_tags
    error_message = "Builds of functions write where tags never move, and would fail the second time."
  }

  # The lake is asked by day and written by pubsub alone.
  assert {
    condition     = google_bigquery_table.telemetry_messages.time_partitioning[0].type == "DAY" && google_bigquery_table.telemetry_messages.require_partition_filter && google_bigquery_table.telemetry_messages.deletion_protection
    error_message = "The lake is not partitioned, can be read without end, or can be deleted."
  }
  assert {
    condition     = google_bigquery_table_iam_member.telemetry_writer.role == "roles/bigquery.dataEditor" && !strcontains(google_bigquery_table_iam_member.telemetry_writer.member, "all")
    error_message = "The lake is written by others than Pub/Sub's agent."
  }

  # Agents that were asked for have the roles that Google gives those it makes itself.
  assert {
    condition     = { for agent, grant in google_project_iam_member.service_agents : agent => grant.role } == { eventarc = "roles/eventarc.serviceAgent", pubsub = "roles/pubsub.serviceAgent", sql = "roles/cloudsql.serviceAgent" }
    error_message = "Pub/Sub could not sign what it pushes, or Eventarc not make its triggers."
  }

  # People who have a login can use it, on this instance.
  assert {
    condition = toset([for grant in google_project_iam_member.database_people : "${grant.member} ${grant.role}"]) == toset([
      "user:dba@example.com roles/cloudsql.client", "user:dba@example.com roles/cloudsql.instanceUser",
      "group:analysts@example.com roles/cloudsql.client", "group:analysts@example.com roles/cloudsql.instanceUser",
    ])
    error_message = "Somebody of database_people cannot connect."
  }
  assert {
    condition     = alltrue([for grant in google_project_iam_member.database_people : strcontains(grant.condition[0].expression, "== 'projects/example-project/instances/wheelhouse'")])
    error_message = "Somebody of database_people reaches other instances."
  }

  # The job prepares as administrator and migrates as itself.
  assert {
    condition = toset([for variable in google_cloud_run_v2_job.database.template[0].template[0].containers[0].env : variable.name]) == toset([
      "WHEELHOUSE_ENVIRONMENT", "GOOGLE_CLOUD_PROJECT", "LOG_LEVEL", "INSTANCE_CONNECTION_NAME", "DATABASE_NAME", "DATABASE_USER",
      "DATABASE_ROLE", "DATABASE_OWNER_ROLE", "DATABASE_ADMIN_USER", "DATABASE_ADMIN_PASSWORD", "DATABASE_APP_LOGINS", "DATABASE_OWNER_LOGINS",
    ])
    error_message = "The job does not have exactly the variables that it needs."
  }
  assert {
    condition     = contains(local.app_logins, "fn-fleet@example-project.iam") && !contains(local.app_logins, "fn-reference@example-project.iam")
    error_message = "The functions' logins are ${join(", ", local.app_logins)}."
  }
  assert {
    condition     = toset(local.owner_logins) == toset(["job-database@example-project.iam", "fn-platform@example-project.iam"])
    error_message = "The owner's logins are ${join(", ", local.owner_logins)}."
  }
  assert {
    condition     = google_cloud_run_v2_job.database.template[0].template[0].max_retries == 0
    error_message = "A migration that failed would run again before anybody has looked."
  }

  # Bundles are named by their hashes.
  assert {
    condition     = alltrue([for name, bundle in google_storage_bucket_object.bundle : bundle.name == "${name}/${local.bundles.functions[name].hash}.zip"])
    error_message = "A function would be deployed although its bundle is the same, or not although it has changed."
  }
}

run "only_functions_that_may_ask_a_model_are_told_of_it" {
  command = plan
  variables {
    document_model = { provider = "anthropic", name = "model", input_usd_per_million = 3, output_usd_per_million = 15 }
  }
  assert {
    condition     = toset([for name, function in output.functions : name if contains(function.environment, "DOCUMENT_MODEL")]) == toset([for name, function in output.functions : name if contains(function.environment, "ANTHROPIC_API_KEY")])
    error_message = "A function is told of a model whose key it does not have, and would refuse to start."
  }
}

run "a_secret_that_the_environment_does_not_have_is_not_mounted" {
  command = plan
  variables {
    secrets = []
  }
  assert {
    condition     = !anytrue([for function in output.functions : contains(function.environment, "ANTHROPIC_API_KEY")])
    error_message = "A function mounts a secret that does not exist, and could not be deployed."
  }
  assert {
    condition     = !anytrue([for function in output.functions : contains(function.environment, "GEOCODER")])
    error_message = "A function is told to ask a service whose key it does not have, and would refuse to start."
  }
}

run "without_domains_there_is_no_load_balancer_and_functions_are_reached_directly" {
  command = plan
  variables {
    domains = []
  }
  assert {
    condition     = output.url == null && output.ip_address == null && output.functions["fleet"].ingress == "ALLOW_ALL" && output.functions["telemetry-ingest"].ingress == "ALLOW_INTERNAL_ONLY"
    error_message = "Functions can not be reached, or too many of them can."
  }
  assert {
    condition     = local.common_environment.TRUSTED_PROXIES == "1"
    error_message = "A caller could forge its address: nobody else writes the second entry of X-Forwarded-For."
  }
}
