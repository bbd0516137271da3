locals {
  name    = var.description.name
  trigger = var.description.trigger
  is_http = local.trigger.type == "http"

  max_instances = min(var.description.maxInstances, var.max_instances_limit)
  min_instances = min(coalesce(var.min_instances, var.description.minInstances), local.max_instances)

  ingress     = local.is_http ? var.ingress : "ALLOW_INTERNAL_ONLY"
  secrets     = { for name in var.description.secrets : name => var.secret_ids[name] if contains(keys(var.secret_ids), name) }
  environment = merge(var.environment, local.database_environment, var.description.environment)
}

resource "google_service_account" "runtime" {
  project      = var.project_id
  account_id   = "fn-${local.name}"
  display_name = "Function ${local.name}"
  description  = var.description.description
}

resource "google_cloudfunctions2_function" "this" {
  project     = var.project_id
  location    = var.region
  name        = local.name
  description = var.description.description
  labels      = var.labels

  build_config {
    runtime           = "nodejs24"
    entry_point       = local.name
    service_account   = var.build_service_account_id
    docker_repository = var.docker_repository

    source {
      storage_source {
        bucket = var.source_bucket
        object = var.source_object
      }
    }
  }

  service_config {
    available_memory                 = var.description.memory
    available_cpu                    = tostring(var.description.cpu)
    timeout_seconds                  = var.description.timeoutSeconds
    max_instance_request_concurrency = var.description.concurrency
    min_instance_count               = local.min_instances
    max_instance_count               = local.max_instances
    service_account_email            = google_service_account.runtime.email
    ingress_settings                 = local.ingress
    all_traffic_on_latest_revision   = true
    # Only the database is private; models, storage and the internet are reached directly.
    vpc_connector                 = var.vpc_connector_id
    vpc_connector_egress_settings = "PRIVATE_RANGES_ONLY"
    environment_variables         = local.environment

    dynamic "secret_environment_variables" {
      for_each = local.secrets
      content {
        key        = secret_environment_variables.key
        project_id = var.project_id
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }
  }

  dynamic "event_trigger" {
    for_each = local.trigger.type == "storage" ? [var.bucket_names[local.trigger.bucket]] : []
    content {
      event_type            = "google.cloud.storage.object.v1.finalized"
      trigger_region        = var.region
      retry_policy          = "RETRY_POLICY_RETRY"
      service_account_email = google_service_account.caller[0].email

      event_filters {
        attribute = "bucket"
        value     = event_trigger.value
      }
    }
  }

  # A revision starts only where its account may read its secrets, and a trigger only where its account may receive events.
  depends_on = [google_secret_manager_secret_iam_member.accessor, google_project_iam_member.event_receiver]
}
