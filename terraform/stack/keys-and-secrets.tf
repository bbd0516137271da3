module "keys" {
  source = "../modules/keys"

  project_id = local.project_id
  region     = var.region
  prefix     = local.prefix
  labels     = local.labels

  # A rotation of `tenants` makes new data keys be wrapped by the new version; the old ones stay readable.
  keys = merge(
    { tenants = {} },
    var.customer_managed_keys ? {
      database = { service_agents = { sql = local.service_agents.sql } }
      lake     = { service_agents = { bigquery = local.service_agents.bigquery } }
      messages = { service_agents = { pubsub = local.service_agents.pubsub } }
      storage  = { service_agents = { storage = local.service_agents.storage } }
    } : {},
  )
}

locals {
  key_ids = merge({ database = null, lake = null, messages = null, storage = null }, module.keys.key_ids)
}

module "secrets" {
  source = "../modules/secrets"

  project_id = local.project_id
  region     = var.region
  labels     = local.labels
  names      = var.secrets
}
