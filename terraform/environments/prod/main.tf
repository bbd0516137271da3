module "wheelhouse" {
  source = "../../stack"

  project_id           = var.project_id
  region               = var.region
  environment          = "production"
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

  # Interactive functions answer without a cold start.
  min_instances = {
    fleet            = 1
    identity         = 1
    telematics       = 1
    telemetry-ingest = 1
  }

  # A standby in another zone, and a replica that reports read from.
  database = {
    tier                 = "db-custom-8-32768"
    disk_size_gb         = 100
    disk_size_limit_gb   = 4000
    read_replica_count   = 1
    max_connections      = 800
    reserved_connections = 50
  }
}
