# The command line `wheelhouse` as a Cloud Run job. `database prepare` runs as the built-in administrator and makes roles, extensions and
# memberships; `migrate`, and commands about tenants and operators, run as the job's own login:
#   gcloud run jobs execute wheelhouse-database --args=database,prepare
#   gcloud run jobs execute wheelhouse-database
#   gcloud run jobs execute wheelhouse-database --args=tenant,list

resource "google_service_account" "database_job" {
  project      = local.project_id
  account_id   = "job-database"
  display_name = "Prepares and migrates the database"
}

locals {
  database_job_user = "${google_service_account.database_job.account_id}@${google_service_account.database_job.project}.iam"

  tool_image = "${module.registry.repository_url}/wheelhouse:${local.bundles.tool.hash}"

  app_logins   = [for name, function in local.functions : module.function[name].database_user if try(function.database, "app") != "none"]
  owner_logins = concat([local.database_job_user], [for name, function in local.functions : module.function[name].database_user if try(function.database, "app") == "owner"])

  database_job_environment = {
    WHEELHOUSE_ENVIRONMENT   = var.environment
    GOOGLE_CLOUD_PROJECT     = var.project_id
    LOG_LEVEL                = var.log_level
    INSTANCE_CONNECTION_NAME = module.database.instance_connection_name
    DATABASE_NAME            = module.database.database_name
    DATABASE_USER            = local.database_job_user
    DATABASE_ROLE            = "wheelhouse_app"
    DATABASE_OWNER_ROLE      = "wheelhouse_owner"
    DATABASE_ADMIN_USER      = module.database.admin_user
    DATABASE_APP_LOGINS      = join(",", local.app_logins)
    DATABASE_OWNER_LOGINS    = join(",", local.owner_logins)
  }
}

resource "google_project_iam_member" "database_job" {
  for_each = toset(["roles/cloudsql.client", "roles/cloudsql.instanceUser"])

  project = local.project_id
  role    = each.value
  member  = google_service_account.database_job.member

  condition {
    # And its clones, on which migrations are rehearsed (deploy/rehearse.sh) and from which a tenant is restored.
    title      = "only ${module.database.instance_name} and its clones"
    expression = "(resource.name == 'projects/${var.project_id}/instances/${module.database.instance_name}' || resource.name.startsWith('projects/${var.project_id}/instances/${module.database.instance_name}-clone-')) && resource.type == 'sqladmin.googleapis.com/Instance'"
  }
}

resource "google_secret_manager_secret_iam_member" "database_job" {
  project   = local.project_id
  secret_id = module.database.admin_password_secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.database_job.member
}

resource "google_cloud_run_v2_job" "database" {
  project             = local.project_id
  location            = var.region
  name                = "${local.prefix}-database"
  labels              = local.labels
  deletion_protection = false # it holds nothing

  template {
    task_count = 1

    template {
      service_account = google_service_account.database_job.email
      timeout         = "3600s"
      # A migration that failed is looked at before it runs again.
      max_retries = 0

      containers {
        image = local.tool_image
        args  = ["migrate"]

        resources {
          limits = { cpu = "1", memory = "512Mi" }
        }

        dynamic "env" {
          for_each = local.database_job_environment
          content {
            name  = env.key
            value = env.value
          }
        }

        env {
          name = "DATABASE_ADMIN_PASSWORD"
          value_source {
            secret_key_ref {
              secret  = module.database.admin_password_secret_id
              version = "latest"
            }
          }
        }
      }

      vpc_access {
        egress = "PRIVATE_RANGES_ONLY"
        network_interfaces {
          subnetwork = module.network.subnetwork_id
        }
      }
    }
  }

  depends_on = [google_secret_manager_secret_iam_member.database_job]
}
