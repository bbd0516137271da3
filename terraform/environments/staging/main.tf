module "wheelhouse" {
  source = "../../stack"

  project_id           = var.project_id
  region               = var.region
  environment          = "staging"
  bundles_directory    = var.bundles_directory
  domains              = var.domains
  waf_preview          = var.waf_preview
  cors_origins         = var.cors_origins
  secrets              = var.secrets
  document_model       = var.document_model
  function_environment = var.function_environment
  vertex_location      = var.region
  telemetry_publishers = var.telemetry_publishers
  database_people      = var.database_people
  notification_emails  = var.notification_emails
  billing_account      = var.billing_account
  monthly_budget       = var.monthly_budget
  currency             = var.currency
  ci                   = var.ci

  lake_retention_days = 90

  # The shape of production, small: a standby and recovery to a point in time, so that both can be rehearsed.
  max_instances_limit = 3
  database = {
    tier               = "db-custom-2-7680"
    disk_size_limit_gb = 100
    retained_backups   = 7
    max_connections    = 250
  }
}
