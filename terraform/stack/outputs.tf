output "url" {
  description = "Address of the interface; null without a load balancer."
  value       = one(module.edge[*].url)
}

output "ip_address" {
  description = "Address that the domains must resolve to; null without a load balancer."
  value       = one(module.edge[*].ip_address)
}

output "routes" {
  description = "Path to the function that answers it."
  value       = { for path, functions in local.claims : path => functions[0] }

  precondition {
    condition     = alltrue([for functions in values(local.claims) : length(functions) == 1])
    error_message = "More than one function.yaml claims the same path: ${join("; ", [for path, functions in local.claims : "${path} (${join(", ", functions)})" if length(functions) > 1])}. Take it out of all but one."
  }

  precondition {
    condition     = length(var.domains) == 0 || local.default_function != null
    error_message = "No function.yaml in ${local.functions_directory} has the path '/': the load balancer sends to that function what no other serves."
  }
}

output "functions" {
  description = "Each function: its address, what starts it, what it may do, and most instances and connections here."
  value = {
    for name, function in module.function : name => {
      uri             = function.uri
      service_account = function.service_account_id
      trigger         = function.trigger.type
      schedule        = function.schedule
      ingress         = function.ingress
      max_instances   = function.max_instances
      max_connections = function.max_connections
      environment     = function.environment_names
      retries         = try(merge(values(module.topic)[*].retries...)[name], function.retries)
      grants          = sort(concat(function.grants, [for topic, publishing in module.topic : "roles/pubsub.publisher on topics/${topic}" if contains(publishing.publishers, name)]))
    }
  }

  precondition {
    condition     = alltrue([for name, function in local.functions : function.name == name])
    error_message = "A function.yaml has another name than its folder: ${join(", ", [for name, function in local.functions : "${name} says ${function.name}" if function.name != name])}. Rename one of the two."
  }

  precondition {
    condition     = length(local.unknown_functions) == 0
    error_message = "min_instances or function_environment names ${join(", ", local.unknown_functions)}, which is no function; the functions are ${join(", ", keys(local.functions))}."
  }
}

output "database" {
  description = "Instance and database, and the connections: most that functions open, reserved, and accepted by the server."
  value = {
    instance_connection_name = module.database.instance_connection_name
    name                     = module.database.database_name
    connections              = local.connections
  }

  # Instances that find no connection answer 503, and those that were there first are disturbed too.
  precondition {
    condition     = local.connections.functions + local.connections.reserved <= local.connections.accepted
    error_message = "Functions may open ${local.connections.functions} connections and ${local.connections.reserved} are reserved, but the database accepts ${local.connections.accepted}: lower max_instances_limit or database.pool_size, or take a larger database with more max_connections."
  }
}

locals {
  unknown_functions = setsubtract(concat(keys(var.min_instances), keys(var.function_environment)), keys(local.functions))

  connections = {
    functions = sum([for function in module.function : function.max_connections])
    reserved  = var.database.reserved_connections
    accepted  = module.database.max_connections
  }
}

output "database_job" {
  description = "Cloud Run job that prepares and migrates the database."
  value       = google_cloud_run_v2_job.database.name
}

output "tool_image" {
  description = "Image of the command line that the job runs; it must be pushed before the job is made."
  value       = local.tool_image
}

output "buckets" {
  description = "Buckets by their names in function.yaml."
  value       = { for name, bucket in module.bucket : name => bucket.name }
}

output "dead_letters" {
  description = "Subscription to the subscription that holds what it could not deliver."
  value       = local.dead_letter_subscriptions
}

output "protection" {
  description = "What cannot be destroyed with what it holds, and what is closed to the public: as the database's instances, the lake and the buckets really are."
  value = {
    database = module.database.protection
    lake     = google_bigquery_table.telemetry_messages.deletion_protection
    buckets  = { for name, bucket in merge(module.bucket, { sources = module.sources }) : name => { private = bucket.is_private, deletion = !bucket.force_destroy } }
  }
}

output "telemetry_lake" {
  description = "View of the telemetry lake, one row a reading."
  value       = "${google_bigquery_table.telemetry_readings.project}.${google_bigquery_table.telemetry_readings.dataset_id}.${google_bigquery_table.telemetry_readings.table_id}"
}

output "repository_url" {
  description = "Where images are pushed to."
  value       = module.registry.repository_url
}

output "secret_ids" {
  description = "Secrets that need a value: gcloud secrets versions add <id> --data-file=-"
  value       = module.secrets.secret_ids
}

output "issuer" {
  description = "Issuer of the ID tokens that the interface accepts."
  value       = module.identity.issuer
}

output "service_account_of_delivery" {
  description = "Service account that builds and applies; null without delivery from here."
  value       = one(module.ci[*].ci_service_account_email)
}
