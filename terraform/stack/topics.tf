locals {
  topics = toset(concat(
    ["telemetry", "events"],
    flatten([for function in local.functions : try(function.access.publishes, [])]),
    compact([for function in local.functions : try(function.trigger.topic, null)]),
  ))

  telemetry_schema = {
    definition = file("${path.module}/schemas/telemetry-message.proto")
    enforce    = var.enforce_telemetry_schema
  }
}

module "topic" {
  source   = "../modules/topic"
  for_each = local.topics

  project_id          = local.project_id
  name                = each.value
  labels              = local.labels
  regions             = [var.region]
  kms_key_id          = local.key_ids.messages
  service_agent_email = local.service_agents.pubsub
  schema              = each.value == "telemetry" ? local.telemetry_schema : null

  publishers = merge(
    { for name, function in local.functions : name => module.function[name].member if contains(try(function.access.publishes, []), each.value) },
    each.value == "telemetry" ? { for member in var.telemetry_publishers : member => member } : {},
  )

  push_subscriptions = {
    for name, function in local.functions : name => {
      endpoint              = module.function[name].uri
      caller_email          = module.function[name].caller_email
      ack_deadline_seconds  = module.function[name].trigger.ackDeadlineSeconds
      max_delivery_attempts = module.function[name].trigger.maxDeliveryAttempts
      min_backoff_seconds   = module.function[name].trigger.minBackoffSeconds
      max_backoff_seconds   = module.function[name].trigger.maxBackoffSeconds
      ordered               = module.function[name].trigger.ordered
      dead_letter_topic     = coalesce(module.function[name].trigger.deadLetterTopic, "${name}-dead-letter")
    } if function.trigger.type == "pubsub" && try(function.trigger.topic, null) == each.value
  }

  bigquery_subscriptions = each.value == "telemetry" ? {
    telemetry-lake = { table = local.lake_table, dead_letter_topic = "telemetry-lake-dead-letter" }
  } : {}
}
