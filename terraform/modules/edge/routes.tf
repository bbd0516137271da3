locals {
  routes = flatten([
    for name, function in var.functions : [for path in function.paths : { path = path, function = name }]
  ])
  function_of = { for route in local.routes : route.path => route.function... }

  # Longest first, as a prefix also matches what only begins like it: /v1/vehicle-states has to come before /v1/vehicle.
  ordered_paths = [for key in sort([for path in keys(local.function_of) : format("%05d %s", 99999 - length(path), path)]) : split(" ", key)[1]]
  shared_paths  = [for path, functions in local.function_of : "${path} (${join(", ", functions)})" if length(functions) > 1]
}

# Route rules match by prefix, so that `/v1/vehicles` takes /v1/vehicles/x and `/v1/vehicles:batch` too; path rules cannot.
resource "google_compute_url_map" "this" {
  project         = var.project_id
  name            = var.prefix
  description     = "Which function answers which path."
  default_service = google_compute_backend_service.function[var.default_function].id

  # Every host: organisations may bring domains of their own, and the application tells whose they are.
  host_rule {
    hosts        = ["*"]
    path_matcher = "functions"
  }

  path_matcher {
    name            = "functions"
    default_service = google_compute_backend_service.function[var.default_function].id

    dynamic "route_rules" {
      for_each = local.ordered_paths
      content {
        priority = route_rules.key + 1
        service  = google_compute_backend_service.function[local.function_of[route_rules.value][0]].id

        match_rules {
          prefix_match = route_rules.value
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(local.shared_paths) == 0
      error_message = "A path belongs to one function. Remove it from all others: ${join("; ", local.shared_paths)}."
    }
  }
}
