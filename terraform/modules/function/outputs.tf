output "name" {
  description = "Name of the function, which is also the name of its Cloud Run service."
  value       = google_cloudfunctions2_function.this.name
}

output "uri" {
  description = "Address of the function's Cloud Run service."
  value       = google_cloudfunctions2_function.this.service_config[0].uri
}

output "service_account_id" {
  description = "Account id of the function's own service account: fn-<name>."
  value       = google_service_account.runtime.account_id
}

output "member" {
  description = "The function's own service account as an IAM member."
  value       = google_service_account.runtime.member
}

output "caller_email" {
  description = "Address of the account that starts the function; null for an HTTP function."
  value       = one(google_service_account.caller[*].email)
}

output "database_user" {
  description = "The function's login on the database; null where it has none."
  value       = local.has_database ? local.database_user : null
}

output "trigger" {
  description = "The function's trigger, with its defaults."
  value       = local.trigger
}

output "timeout_seconds" {
  description = "Longest request of the function."
  value       = var.description.timeoutSeconds
}

output "ingress" {
  description = "Who may reach the function."
  value       = local.ingress
}

output "max_instances" {
  description = "Most instances that run at once here."
  value       = local.max_instances
}

output "max_connections" {
  description = "Most connections to the database that the function opens."
  value       = local.has_database ? local.max_instances * tonumber(local.environment.DATABASE_POOL_SIZE) : 0
}

output "schedule" {
  description = "When Cloud Scheduler starts the function; null where it does not."
  value       = one(google_cloud_scheduler_job.this[*].schedule)
}

output "retries" {
  description = "Whether the trigger tries again when the function fails; null where callers do (HTTP), or a subscription of modules/topic."
  value = {
    http     = null
    pubsub   = null
    storage  = one(google_cloudfunctions2_function.this.event_trigger[*].retry_policy) == "RETRY_POLICY_RETRY"
    schedule = one([for job in google_cloud_scheduler_job.this : job.retry_config[0].retry_count > 0])
  }[local.trigger.type]
}

output "environment_names" {
  description = "Environment variables that the function has, secrets included."
  value       = sort(concat(keys(local.environment), keys(local.secrets)))
}

output "grants" {
  description = "Every role that the function's own service account has, and on what; publishing is granted by modules/topic."
  value = sort(concat(
    [for grant in google_project_iam_member.database : "${grant.role} on instances/${var.database.instance_name}"],
    [for grant in google_project_iam_member.access : "${grant.role} on the project"],
    [for name, grant in google_storage_bucket_iam_member.object_access : "${grant.role} on buckets/${var.bucket_names[name]}"],
    [for grant in google_service_account_iam_member.url_signer : "${grant.role} on itself"],
    [for grant in google_kms_crypto_key_iam_member.tenant_key : "${grant.role} on the tenants' key"],
    [for name, grant in google_secret_manager_secret_iam_member.accessor : "${grant.role} on secrets/${local.secrets[name]}"],
  ))
}
