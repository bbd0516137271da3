module "wheelhouse" {
  source = "../../stack"

  project_id           = var.project_id
  region               = var.region
  environment          = "development"
  bundles_directory    = var.bundles_directory
  domains              = var.domains
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

  # It may be thrown away, and nobody waits for it at night.
  deletion_protection   = false
  customer_managed_keys = false
  lake_retention_days   = 30
  log_level             = "debug"

  # One small shared machine without a standby; functions scale to nothing, and to one.
  max_instances_limit = 1
  database = {
    tier                   = "db-f1-micro"
    availability_type      = "ZONAL"
    disk_size_limit_gb     = 20
    retained_backups       = 3
    point_in_time_recovery = false
    max_connections        = 60
    pool_size              = 2
    reserved_connections   = 15
  }
}
