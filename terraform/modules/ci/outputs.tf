output "ci_service_account_email" {
  description = "Service account that builds and applies."
  value       = google_service_account.deployer.email
}

output "workload_identity_provider" {
  description = "What a workflow on GitHub signs in with (google-github-actions/auth: workload_identity_provider)."
  value       = google_iam_workload_identity_pool_provider.github.name
}

output "trigger_id" {
  description = "Id of the trigger."
  value       = google_cloudbuild_trigger.deploy.trigger_id
}

output "roles" {
  description = "Project-wide roles of the deployer, each with its reason."
  value = merge(local.project_roles, { for role, limit in local.conditional_roles : role => "${limit.reason} (condition ${limit.title})" }, {
    lake_administrator   = google_project_iam_custom_role.lake_administrator.description
    bucket_administrator = google_project_iam_custom_role.bucket_administrator.description
    secret_administrator = google_project_iam_custom_role.secret_administrator.description
  })
}
