locals {
  subscription_metric = "pubsub.googleapis.com/subscription"

  subscription_alerts = merge(
    {
      for name, subscription in var.subscriptions : "dead-letters-${name}" => {
        title    = "messages of ${name} are given up"
        severity = "ERROR"
        section  = "dead-letters"
        meaning  = "Subscription ${name} could not deliver messages; they wait in ${subscription.dead_letter_subscription} for seven days, then they are lost."
        conditions = [{
          title       = "dead letters wait"
          filter      = "metric.type=\"${local.subscription_metric}/num_undelivered_messages\" resource.type=\"pubsub_subscription\" resource.labels.subscription_id=\"${subscription.dead_letter_subscription}\""
          comparison  = "COMPARISON_GT"
          threshold   = 0
          duration    = "0s"
          aggregation = { period = "60s", align = "ALIGN_MAX" }
        }]
      }
    },
    {
      for name, subscription in var.subscriptions : "backlog-${name}" => {
        title    = "${name} falls behind"
        severity = "ERROR"
        section  = "backlog"
        meaning  = "The oldest message of subscription ${name} has waited for more than ${subscription.max_unacked_age_seconds} s, and has done so for five minutes."
        conditions = [{
          title       = "oldest unacknowledged message older than ${subscription.max_unacked_age_seconds} s"
          filter      = "metric.type=\"${local.subscription_metric}/oldest_unacked_message_age\" resource.type=\"pubsub_subscription\" resource.labels.subscription_id=\"${name}\""
          comparison  = "COMPARISON_GT"
          threshold   = subscription.max_unacked_age_seconds
          duration    = "300s"
          aggregation = { period = "60s", align = "ALIGN_MAX" }
        }]
      }
    },
  )
}
