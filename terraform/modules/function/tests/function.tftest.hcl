mock_provider "google" {}

variables {
  project_id               = "example-project"
  region                   = "europe-west1"
  source_bucket            = "sources"
  source_object            = "api/abc.zip"
  build_service_account_id = "projects/example-project/serviceAccounts/build@example-project.iam.gserviceaccount.com"
  docker_repository        = "projects/example-project/locations/europe-west1/repositories/wheelhouse"
  vpc_connector_id         = "projects/example-project/locations/europe-west1/connectors/wheelhouse"
  tenant_key_id            = "projects/example-project/locations/europe-west1/keyRings/wheelhouse/cryptoKeys/tenants"
  bucket_names             = { documents = "example-project-documents", video = "example-project-video" }
  secret_ids               = { ANTHROPIC_API_KEY = "anthropic-api-key" }
  environment              = { LOG_LEVEL = "info" }
  database = {
    instance_connection_name = "example-project:europe-west1:wheelhouse"
    instance_name            = "wheelhouse"
    database_name            = "wheelhouse"
    pool_size                = 4
  }
  description = { name = "api", description = "Answers.", trigger = { type = "http", paths = ["/v1/things"] } }
}

run "an_http_function_is_reached_through_the_load_balancer_by_everybody" {
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB"
    error_message = "The function can be reached past the load balancer."
  }
  assert {
    condition     = google_cloud_run_v2_service_iam_member.invoker.member == "allUsers" && google_cloud_run_v2_service_iam_member.invoker.role == "roles/run.invoker"
    error_message = "Callers cannot reach the application, which authenticates them."
  }
  assert {
    condition     = length(google_service_account.caller) == 0 && length(google_cloud_scheduler_job.this) == 0
    error_message = "An HTTP function has an account that starts it."
  }
}

run "a_function_runs_as_an_account_of_its_own" {
  assert {
    condition     = google_service_account.runtime.account_id == "fn-api" && google_cloudfunctions2_function.this.service_config[0].service_account_email == google_service_account.runtime.email
    error_message = "The function does not run as fn-api."
  }
}

run "a_function_is_deployed_as_its_description_says" {
  variables {
    description = {
      name           = "api"
      description    = "Answers."
      trigger        = { type = "http", paths = ["/v1/things"] }
      memory         = "2Gi"
      cpu            = 2
      timeoutSeconds = 900
      concurrency    = 20
      minInstances   = 2
      maxInstances   = 30
      environment    = { LOG_LEVEL = "debug" }
    }
  }
  assert {
    condition = (
      google_cloudfunctions2_function.this.build_config[0].runtime == "nodejs24"
      && google_cloudfunctions2_function.this.build_config[0].entry_point == "api"
      && google_cloudfunctions2_function.this.service_config[0].available_memory == "2Gi"
      && google_cloudfunctions2_function.this.service_config[0].available_cpu == "2"
      && google_cloudfunctions2_function.this.service_config[0].timeout_seconds == 900
      && google_cloudfunctions2_function.this.service_config[0].max_instance_request_concurrency == 20
      && google_cloudfunctions2_function.this.service_config[0].min_instance_count == 2
      && google_cloudfunctions2_function.this.service_config[0].max_instance_count == 30
    )
    error_message = "Runtime, size or limits are not those of function.yaml."
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].environment_variables.LOG_LEVEL == "debug"
    error_message = "A variable of function.yaml does not win over that of the environment."
  }
}

run "a_small_environment_caps_instances_and_connections" {
  variables {
    max_instances_limit = 3
    min_instances       = 5
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].max_instance_count == 3 && google_cloudfunctions2_function.this.service_config[0].min_instance_count == 3
    error_message = "The limit of the environment does not hold."
  }
  assert {
    condition     = output.max_connections == 12
    error_message = "Three instances with four connections each are not counted as twelve."
  }
}

run "an_app_login_acts_as_the_app_and_only_on_its_instance" {
  assert {
    condition = (
      google_sql_user.this[0].name == "fn-api@example-project.iam" && google_sql_user.this[0].type == "CLOUD_IAM_SERVICE_ACCOUNT"
      && google_cloudfunctions2_function.this.service_config[0].environment_variables.DATABASE_USER == "fn-api@example-project.iam"
      && google_cloudfunctions2_function.this.service_config[0].environment_variables.DATABASE_ROLE == "wheelhouse_app"
      && !contains(keys(google_cloudfunctions2_function.this.service_config[0].environment_variables), "DATABASE_OWNER_ROLE")
    )
    error_message = "The login is not fn-api, or acts as more than wheelhouse_app."
  }
  assert {
    condition     = alltrue([for grant in google_project_iam_member.database : strcontains(grant.condition[0].expression, "projects/example-project/instances/wheelhouse'")])
    error_message = "A role on the database holds for every instance of the project."
  }
}

run "an_owner_login_may_act_as_the_owner_too" {
  variables {
    description = { name = "platform", description = "Makes tenants.", database = "owner", trigger = { type = "http", paths = ["/v1/tenants"] } }
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].environment_variables.DATABASE_OWNER_ROLE == "wheelhouse_owner"
    error_message = "A function with database: owner cannot act as the owner."
  }
}

run "a_function_without_access_may_do_nothing" {
  variables {
    description = { name = "reference", description = "Explains.", database = "none", trigger = { type = "http", paths = ["/docs"] } }
  }
  assert {
    condition     = length(output.grants) == 0 && length(google_sql_user.this) == 0 && output.max_connections == 0
    error_message = "A function that asks for nothing has ${join(", ", output.grants)}."
  }
  assert {
    condition     = !anytrue([for name in output.environment_names : startswith(name, "DATABASE_")])
    error_message = "A function without a database is told where it is."
  }
}

run "a_function_gets_exactly_what_its_access_says" {
  variables {
    description = {
      name        = "documents"
      description = "Documents."
      trigger     = { type = "http", paths = ["/v1/documents"] }
      secrets     = ["ANTHROPIC_API_KEY", "GEOCODER_API_KEY"]
      access = {
        buckets   = { documents = "write", video = "read" }
        signsUrls = true
        encrypts  = true
        models    = true
        accounts  = "manage"
      }
    }
  }
  assert {
    condition = output.grants == tolist([
      "roles/aiplatform.user on the project",
      "roles/cloudkms.cryptoKeyEncrypterDecrypter on the tenants' key",
      "roles/cloudsql.client on instances/wheelhouse",
      "roles/cloudsql.instanceUser on instances/wheelhouse",
      "roles/firebaseauth.admin on the project",
      "roles/iam.serviceAccountTokenCreator on itself",
      "roles/secretmanager.secretAccessor on secrets/anthropic-api-key",
      "roles/storage.objectUser on buckets/example-project-documents",
      "roles/storage.objectViewer on buckets/example-project-video",
    ])
    error_message = "Granted: ${join("; ", output.grants)}."
  }
  assert {
    condition     = [for secret in google_cloudfunctions2_function.this.service_config[0].secret_environment_variables : secret.key] == ["ANTHROPIC_API_KEY"]
    error_message = "The function does not get exactly the secrets that it names and the environment has."
  }
  assert {
    condition     = alltrue([for grant in concat(values(google_storage_bucket_iam_member.object_access), values(google_secret_manager_secret_iam_member.accessor)) : grant.member == google_service_account.runtime.member])
    error_message = "A bucket or secret is open to others than the function."
  }
}

run "accounts_that_are_only_looked_up_are_not_managed" {
  variables {
    description = { name = "operations", description = "Looks.", database = "none", access = { accounts = "read" }, trigger = { type = "http", paths = ["/v1/things"] } }
  }
  assert {
    condition     = output.grants == tolist(["roles/firebaseauth.viewer on the project"])
    error_message = "Granted: ${join("; ", output.grants)}."
  }
}
