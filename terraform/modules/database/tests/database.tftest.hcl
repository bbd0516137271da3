mock_provider "google" {}
mock_provider "random" {}

variables {
  project_id = "example-project"
  region     = "europe-west1"
  name       = "wheelhouse"
  tier       = "db-custom-4-16384"
  network_id = "projects/example-project/global/networks/wheelhouse"
  logins     = [{ name = "fn-fleet@example-project.iam" }, { name = "ana@example.com", type = "CLOUD_IAM_USER" }]

  read_replica_count = 2
}

run "has_no_public_address" {
  command = plan

  assert {
    condition = alltrue([
      for instance in concat([google_sql_database_instance.this], google_sql_database_instance.replica) :
      !instance.settings[0].ip_configuration[0].ipv4_enabled
      && instance.settings[0].ip_configuration[0].private_network == var.network_id
      && length(instance.settings[0].ip_configuration[0].authorized_networks) == 0
    ])
    error_message = "Primary and replicas must have private addresses only."
  }

  assert {
    condition = alltrue([
      for instance in concat([google_sql_database_instance.this], google_sql_database_instance.replica) :
      instance.settings[0].ip_configuration[0].ssl_mode == "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" && instance.settings[0].connector_enforcement == "REQUIRED"
    ])
    error_message = "Every connection must come through a connector, with a client certificate."
  }
}

run "protects_from_deletion" {
  command = plan

  assert {
    condition = alltrue([
      for instance in concat([google_sql_database_instance.this], google_sql_database_instance.replica) :
      instance.deletion_protection && instance.settings[0].deletion_protection_enabled
    ])
    error_message = "Terraform and Cloud SQL must both refuse to delete the instances, unless told otherwise."
  }

  assert {
    condition     = google_sql_database_instance.this.settings[0].retain_backups_on_delete && google_sql_database.this.deletion_policy == "ABANDON"
    error_message = "Neither the backups nor the database may go with the instance's description."
  }
}

run "lets_go_where_that_is_wanted" {
  command = plan

  variables {
    deletion_protection = false
  }

  assert {
    condition = (
      !google_sql_database_instance.this.deletion_protection && !google_sql_database_instance.this.settings[0].deletion_protection_enabled
      && google_sql_database.this.deletion_policy == "DELETE"
    )
    error_message = "deletion_protection = false must reach the instance."
  }
}

run "can_be_restored_to_a_moment" {
  command = plan

  variables {
    retained_backups               = 14
    transaction_log_retention_days = 5
  }

  assert {
    condition = (
      google_sql_database_instance.this.settings[0].backup_configuration[0].enabled
      && google_sql_database_instance.this.settings[0].backup_configuration[0].point_in_time_recovery_enabled
      && google_sql_database_instance.this.settings[0].backup_configuration[0].transaction_log_retention_days == 5
      && google_sql_database_instance.this.settings[0].backup_configuration[0].backup_retention_settings[0].retained_backups == 14
    )
    error_message = "Backups and point-in-time recovery must be on and keep what was asked for."
  }

  assert {
    condition     = google_sql_database_instance.this.settings[0].availability_type == "REGIONAL"
    error_message = "A standby in a second zone is the default."
  }
}

run "keeps_no_logs_from_before_the_oldest_backup" {
  command = plan

  variables {
    availability_type      = "ZONAL"
    point_in_time_recovery = false
    retained_backups       = 3
  }

  assert {
    condition     = google_sql_database_instance.this.settings[0].backup_configuration[0].transaction_log_retention_days == 3
    error_message = "Cloud SQL refuses an instance whose transaction logs are kept for longer than its backups."
  }
}

run "lets_functions_log_in_as_their_accounts" {
  command = plan

  assert {
    condition     = contains([for flag in google_sql_database_instance.this.settings[0].database_flags : "${flag.name}=${flag.value}"], "cloudsql.iam_authentication=on")
    error_message = "IAM login must be on."
  }

  assert {
    condition     = { for name, user in google_sql_user.login : name => user.type } == { "fn-fleet@example-project.iam" = "CLOUD_IAM_SERVICE_ACCOUNT", "ana@example.com" = "CLOUD_IAM_USER" }
    error_message = "Each login must be an IAM user of the database."
  }

  assert {
    condition     = alltrue([for user in google_sql_user.login : user.password == null])
    error_message = "No login but the administrator's may have a password."
  }
}

run "sets_the_query_flags" {
  command = plan

  assert {
    condition = length(setsubtract(
      [
        "max_connections=200", "work_mem=4096", "effective_cache_size=1048576", "pg_stat_statements.track=all",
        "log_min_duration_statement=1000", "log_lock_waits=on", "idle_in_transaction_session_timeout=60000",
      ],
      [for flag in google_sql_database_instance.this.settings[0].database_flags : "${flag.name}=${flag.value}"],
    )) == 0
    error_message = "A flag is missing: ${join(", ", [for flag in google_sql_database_instance.this.settings[0].database_flags : "${flag.name}=${flag.value}"])}"
  }

  # PostgreSQL stops a standby whose limits are below those of its primary.
  assert {
    condition = alltrue([
      for replica in google_sql_database_instance.replica : alltrue([
        for name in ["max_connections", "max_locks_per_transaction"] :
        one([for flag in replica.settings[0].database_flags : flag.value if flag.name == name])
        == one([for flag in google_sql_database_instance.this.settings[0].database_flags : flag.value if flag.name == name])
      ])
    ])
    error_message = "Replicas must allow as many connections and locks as the primary."
  }
}

run "leaves_the_cache_of_a_shared_core_to_cloud_sql" {
  command = plan

  variables {
    tier              = "db-f1-micro"
    availability_type = "ZONAL"
    max_connections   = 40
  }

  assert {
    condition     = !contains([for flag in google_sql_database_instance.this.settings[0].database_flags : flag.name], "effective_cache_size")
    error_message = "A shared-core machine must keep Cloud SQL's cache size."
  }

  assert {
    condition     = output.max_connections == 40
    error_message = "The limit of connections must be passed on."
  }
}

run "makes_replicas_of_the_primary" {
  command = plan

  assert {
    condition     = [for replica in google_sql_database_instance.replica : replica.name] == ["wheelhouse-replica-0", "wheelhouse-replica-1"] && alltrue([for replica in google_sql_database_instance.replica : replica.master_instance_name == "wheelhouse"])
    error_message = "Two replicas of the primary were asked for."
  }
}

run "watches_queries_and_bounds_the_disk" {
  command = plan

  assert {
    condition     = google_sql_database_instance.this.settings[0].insights_config[0].query_insights_enabled
    error_message = "Query insights must be on."
  }

  assert {
    condition     = google_sql_database_instance.this.settings[0].disk_autoresize && google_sql_database_instance.this.settings[0].disk_autoresize_limit == 500
    error_message = "The disk must grow by itself, up to a limit."
  }
}

run "keeps_the_administrators_password_secret" {
  command = apply

  override_resource {
    target = random_password.admin
    values = { result = "generated-password" }
  }

  assert {
    condition     = google_sql_user.admin.password == "generated-password" && google_secret_manager_secret_version.admin_password.secret_data == "generated-password"
    error_message = "The administrator's password must be the generated one, and be in Secret Manager."
  }

  assert {
    condition     = random_password.admin.length >= one(google_sql_database_instance.this.settings[0].password_validation_policy).min_length
    error_message = "The generated password must satisfy the policy."
  }

  assert {
    condition     = one(google_sql_database_instance.this.settings[0].password_validation_policy).enable_password_policy
    error_message = "Passwords must obey a policy."
  }
}

run "refuses_a_tier_of_another_edition" {
  command = plan

  variables {
    edition = "ENTERPRISE_PLUS"
  }

  expect_failures = [var.edition]
}

run "refuses_high_availability_without_logs" {
  command = plan

  variables {
    point_in_time_recovery = false
  }

  expect_failures = [var.point_in_time_recovery]
}

run "refuses_a_whole_email_as_login" {
  command = plan

  variables {
    logins = [{ name = "fn-fleet@example-project.iam.gserviceaccount.com" }]
  }

  expect_failures = [var.logins]
}

run "refuses_a_login_with_a_password" {
  command = plan

  variables {
    logins = [{ name = "reports", type = "BUILT_IN" }]
  }

  expect_failures = [var.logins]
}
