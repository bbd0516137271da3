locals {
  functions_directory = coalesce(var.functions_directory, "${path.module}/../../functions")

  # Everything about a function is in its function.yaml; a new folder is a new function.
  functions = {
    for path in fileset(local.functions_directory, "*/function.yaml") : dirname(path) => yamldecode(file("${local.functions_directory}/${path}"))
  }

  # The names of topics and not the modules' outputs: a topic waits for the functions that it pushes to.
  common_environment = merge(
    {
      WHEELHOUSE_ENVIRONMENT = var.environment
      GOOGLE_CLOUD_PROJECT   = var.project_id
      TELEMETRY_TOPIC        = "telemetry"
      EVENTS_TOPIC           = "events"
      KMS_KEY                = module.keys.key_ids["tenants"]
      # Whose entries of X-Forwarded-For are ours: the load balancer adds two, Cloud Run alone one.
      TRUSTED_PROXIES = length(var.domains) > 0 ? "2" : "1"
      CORS_ORIGINS    = join(",", var.cors_origins)
      LOG_LEVEL       = var.log_level
    },
    { for name, bucket in module.bucket : "${upper(name)}_BUCKET" => bucket.name },
    var.otlp_endpoint == null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT = var.otlp_endpoint },
  )

  embedding_environment = { EMBEDDING_PROVIDER = "vertex", VERTEX_LOCATION = var.vertex_location }

  document_model_environment = var.document_model == null ? {} : {
    DOCUMENT_MODEL_PROVIDER               = var.document_model.provider
    DOCUMENT_MODEL                        = var.document_model.name
    DOCUMENT_MODEL_INPUT_USD_PER_MILLION  = tostring(var.document_model.input_usd_per_million)
    DOCUMENT_MODEL_OUTPUT_USD_PER_MILLION = tostring(var.document_model.output_usd_per_million)
  }

  # With a key, Google names places; without one, own sites and reference layers do.
  names_places = toset([for name, function in local.functions : name if contains(try(function.secrets, []), "GEOCODER_API_KEY") && contains(var.secrets, "GEOCODER_API_KEY")])

  # A function that may not use a model must not be told to: it refuses to start without the key.
  asks_vertex    = toset([for name, function in local.functions : name if try(function.access.models, false)])
  asks_anthropic = toset([for name, function in local.functions : name if contains(try(function.secrets, []), "ANTHROPIC_API_KEY")])
  asks_document_model = {
    none      = toset([])
    vertex    = local.asks_vertex
    anthropic = local.asks_anthropic
  }[try(var.document_model.provider, "none")]
}

module "function" {
  source   = "../modules/function"
  for_each = local.functions

  project_id  = local.project_id
  region      = var.region
  labels      = local.labels
  description = each.value

  source_bucket            = module.sources.name
  source_object            = google_storage_bucket_object.bundle[each.key].name
  build_service_account_id = google_service_account.build.name
  docker_repository        = module.function_images.repository_id

  environment = merge(
    local.common_environment,
    contains(local.names_places, each.key) ? { GEOCODER = "google" } : {},
    contains(local.asks_vertex, each.key) ? local.embedding_environment : {},
    contains(local.asks_document_model, each.key) ? local.document_model_environment : {},
    lookup(var.function_environment, each.key, {}),
  )
  ingress             = length(var.domains) > 0 ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_ALL"
  min_instances       = lookup(var.min_instances, each.key, null)
  max_instances_limit = var.max_instances_limit

  vpc_connector_id = module.network.connector_id
  database = {
    instance_connection_name = module.database.instance_connection_name
    instance_name            = module.database.instance_name
    database_name            = module.database.database_name
    pool_size                = var.database.pool_size
  }
  secret_ids    = module.secrets.secret_ids
  bucket_names  = { for name, bucket in module.bucket : name => bucket.name }
  tenant_key_id = module.keys.key_ids["tenants"]

  # The build needs its rights before the first function, and the agents theirs before the first trigger.
  depends_on = [
    google_storage_bucket_iam_member.build_sources,
    google_artifact_registry_repository_iam_member.build_images,
    google_project_iam_member.build_logs,
    google_project_iam_member.build_sources,
    google_project_iam_member.service_agents,
    google_project_iam_member.storage_notifications,
  ]
}
