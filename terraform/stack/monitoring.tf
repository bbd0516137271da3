locals {
  # Readings that wait for a minute are a live map that is a minute late; other events may wait for a retry.
  max_unacked_age_seconds = { telemetry-ingest = 60 }

  dead_letter_subscriptions = merge(values(module.topic)[*].dead_letter_subscriptions...)
}

module "monitoring" {
  source = "../modules/monitoring"

  project_id = local.project_id
  prefix     = local.prefix
  labels     = local.labels

  functions = {
    for name, function in local.functions : name => {
      trigger_type    = function.trigger.type
      timeout_seconds = module.function[name].timeout_seconds
      service         = module.function[name].name
      # The job of every minute has stopped when it was not called for ten.
      max_silence_seconds = try(function.trigger.schedule, "") == "* * * * *" ? 600 : null
    }
  }
  subscriptions = {
    for name, dead_letter in local.dead_letter_subscriptions : name => {
      dead_letter_subscription = dead_letter
      max_unacked_age_seconds  = lookup(local.max_unacked_age_seconds, name, 600)
    }
  }
  database_instance        = module.database.instance_name
  database_max_connections = module.database.max_connections
  host                     = one(module.edge[*].host)
  notification_emails      = var.notification_emails
  billing_account          = var.billing_account
  monthly_budget           = var.monthly_budget
  currency                 = var.currency
}
