module "ci" {
  source = "../modules/ci"
  count  = var.ci == null ? 0 : 1

  project_id           = local.project_id
  region               = var.region
  prefix               = local.prefix
  labels               = local.labels
  environment          = { development = "dev", staging = "staging", production = "prod" }[var.environment]
  repository           = var.ci.repository
  connected_repository = var.ci.connected_repository
  branch               = var.ci.branch
  require_approval     = var.environment == "production"
  state_bucket         = var.ci.state_bucket
  sources_bucket       = module.sources.name
  substitutions        = var.ci.substitutions
  smoke_token_secret   = var.ci.smoke_token_secret
}
