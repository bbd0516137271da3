module "registry" {
  source = "../modules/registry"

  project_id = local.project_id
  region     = var.region
  prefix     = local.prefix
  labels     = local.labels
}
