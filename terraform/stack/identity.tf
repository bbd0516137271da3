module "identity" {
  source = "../modules/identity"

  project_id         = local.project_id
  authorized_domains = distinct(concat(var.domains, [for origin in var.cors_origins : split(":", trimprefix(trimprefix(origin, "https://"), "http://"))[0]]))
}
