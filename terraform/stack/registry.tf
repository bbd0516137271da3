# Images of the command line, each under the hash of what is in it.
module "registry" {
  source = "../modules/registry"

  project_id  = local.project_id
  region      = var.region
  prefix      = local.prefix
  description = "Container images of the command line, which Cloud Run jobs run."
  labels      = local.labels
}

# Images that Cloud Functions builds: it moves tags such as `latest`, which the other repository refuses.
module "function_images" {
  source = "../modules/registry"

  project_id     = local.project_id
  region         = var.region
  prefix         = "${local.prefix}-functions"
  description    = "Container images of the functions, built from their bundles."
  immutable_tags = false
  labels         = local.labels
}
