locals {
  http_functions = { for name, function in local.functions : name => function.trigger.paths if function.trigger.type == "http" }

  # Path to the functions that claim it; more than one is refused in outputs.tf.
  claims = transpose(local.http_functions)

  # It serves whatever no other function does.
  default_function = try(local.claims["/"][0], null)
}

# Without domains there is no load balancer (some 18 USD a month): each function is then reached at its own address.
module "edge" {
  source = "../modules/edge"
  count  = length(var.domains) > 0 && local.default_function != null ? 1 : 0

  project_id            = local.project_id
  region                = var.region
  prefix                = local.prefix
  labels                = local.labels
  domains               = var.domains
  functions             = { for name, paths in local.http_functions : name => { service = module.function[name].name, paths = setsubtract(paths, ["/"]) } }
  default_function      = local.default_function
  rate_limit_per_minute = var.rate_limit_per_minute
  waf_preview           = var.waf_preview
  json_parsing          = var.json_parsing
}
