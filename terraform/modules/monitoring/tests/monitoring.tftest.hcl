mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

variables {
  project_id = "example-project"
  prefix     = "wheelhouse"
  functions = {
    fleet            = { trigger_type = "http", timeout_seconds = 60 }
    telematics       = { trigger_type = "http", timeout_seconds = 3600 }
    telemetry-ingest = { trigger_type = "pubsub", timeout_seconds = 60 }
    scheduled-jobs   = { trigger_type = "schedule", timeout_seconds = 600, max_silence_seconds = 900 }
  }
  subscriptions = {
    telemetry = { dead_letter_subscription = "telemetry-dead-letter", max_unacked_age_seconds = 60 }
    events    = { dead_letter_subscription = "events-dead-letter" }
  }
  database_instance        = "wheelhouse"
  database_max_connections = 200
  host                     = "api.example.com"
  notification_emails      = ["on-call@example.com", "ops@example.com"]
  billing_account          = "012345-6789AB-CDEF01"
  monthly_budget           = 1500
  currency                 = "EUR"
}

run "tells_people_what_an_alert_means" {
  command = apply

  assert {
    condition = alltrue([
      for policy in google_monitoring_alert_policy.this :
      toset(policy.notification_channels) == toset([for channel in google_monitoring_notification_channel.email : channel.name])
    ])
    error_message = "Every alert must go to every address."
  }

  assert {
    condition = alltrue([
      for policy in google_monitoring_alert_policy.this :
      can(regex("^[A-Z].{20,}\\n\\nWhat to do: docs/runbooks/on-call\\.md#[a-z-]+$", policy.documentation[0].content)) && policy.severity != null
    ])
    error_message = "Every alert must say what it means, how bad it is and where the runbook describes it."
  }

  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.this : length(policy.conditions) > 0 && policy.enabled != false])
    error_message = "Every alert must be on and have a condition."
  }
}

run "watches_every_subject" {
  command = apply

  assert {
    condition = length(setsubtract(
      [
        "error-rate", "latency-fleet", "timeout-near-telemetry-ingest", "timeout-near-scheduled-jobs", "silent-scheduled-jobs",
        "dead-letters-telemetry", "dead-letters-events", "backlog-telemetry", "backlog-events",
        "database-cpu", "database-memory", "database-disk", "database-connections", "database-transaction-ids", "database-down", "replication-lag",
        "failed-jobs", "failed-schedules", "partition-horizon", "unreachable", "certificate",
        "burn-fast-availability-fleet", "burn-slow-availability-fleet", "burn-fast-latency-fleet", "burn-slow-latency-fleet", "burn-fast-availability-telematics",
      ],
      keys(google_monitoring_alert_policy.this),
    )) == 0
    error_message = "An alert is missing; there are ${join(", ", keys(google_monitoring_alert_policy.this))}."
  }

  assert {
    condition     = contains(output.runbook_sections, "dead-letters") && length(output.runbook_sections) == length(distinct([for alert in output.alerts : alert.section]))
    error_message = "The sections of the runbook must follow from the alerts."
  }
}

run "has_objectives_for_what_people_wait_for" {
  command = apply

  assert {
    condition     = toset(keys(google_monitoring_slo.availability)) == toset(["fleet", "telematics"]) && alltrue([for slo in google_monitoring_slo.availability : slo.goal == 0.999])
    error_message = "Every HTTP function must have an availability of 99.9 %."
  }

  # Streams of the function telematics last for up to an hour.
  assert {
    condition     = keys(google_monitoring_slo.latency) == ["fleet"] && google_monitoring_slo.latency["fleet"].goal == 0.95 && google_monitoring_slo.latency["fleet"].request_based_sli[0].distribution_cut[0].range[0].max == 1000
    error_message = "95 % of the requests to interactive functions must be answered within a second."
  }

  assert {
    condition = (
      google_monitoring_alert_policy.this["burn-fast-availability-fleet"].combiner == "AND"
      && [for condition in google_monitoring_alert_policy.this["burn-fast-availability-fleet"].conditions : condition.condition_threshold[0].filter]
      == [for window in ["3600s", "300s"] : "select_slo_burn_rate(\"${google_monitoring_slo.availability["fleet"].name}\", \"${window}\")"]
    )
    error_message = "A burn rate must exceed its limit in both windows."
  }
}

run "measures_the_right_things" {
  command = apply

  assert {
    condition = (
      google_monitoring_alert_policy.this["dead-letters-events"].conditions[0].condition_threshold[0].threshold_value == 0
      && strcontains(google_monitoring_alert_policy.this["dead-letters-events"].conditions[0].condition_threshold[0].filter, "num_undelivered_messages")
      && strcontains(google_monitoring_alert_policy.this["dead-letters-events"].conditions[0].condition_threshold[0].filter, "\"events-dead-letter\"")
    )
    error_message = "One dead letter must be enough."
  }

  assert {
    condition = (
      google_monitoring_alert_policy.this["backlog-telemetry"].conditions[0].condition_threshold[0].threshold_value == 60
      && google_monitoring_alert_policy.this["backlog-events"].conditions[0].condition_threshold[0].threshold_value == 600
    )
    error_message = "Telemetry may wait for 60 s, other messages for 600 s."
  }

  assert {
    condition = (
      google_monitoring_alert_policy.this["database-connections"].conditions[0].condition_threshold[0].threshold_value == 160
      && google_monitoring_alert_policy.this["database-connections"].conditions[0].condition_threshold[0].aggregations[0].cross_series_reducer == "REDUCE_SUM"
    )
    error_message = "The connections of all databases of a server count, against 80 % of what it accepts."
  }

  assert {
    condition     = strcontains(google_monitoring_alert_policy.this["replication-lag"].conditions[0].condition_threshold[0].filter, "full_match(\"example-project:wheelhouse(-replica-[0-9]+)?\")")
    error_message = "Replicas must be watched too."
  }

  assert {
    condition     = google_monitoring_alert_policy.this["timeout-near-scheduled-jobs"].conditions[0].condition_threshold[0].threshold_value == 480000
    error_message = "80 % of 600 s are 480000 ms."
  }

  assert {
    condition = (
      google_monitoring_alert_policy.this["error-rate"].conditions[0].condition_threshold[0].denominator_filter != null
      && google_monitoring_alert_policy.this["error-rate"].conditions[0].condition_threshold[0].denominator_aggregations[0].group_by_fields == tolist(["resource.label.service_name"])
    )
    error_message = "Errors must be a share of the calls of the same function."
  }
}

run "notices_partitions_that_run_out_or_are_not_made" {
  command = apply

  assert {
    condition     = google_logging_metric.partition_horizon.value_extractor == "EXTRACT(jsonPayload.partitionHorizonDays)"
    error_message = "The horizon must be read from what the job logs."
  }

  assert {
    condition = (
      google_monitoring_alert_policy.this["partition-horizon"].combiner == "OR"
      && google_monitoring_alert_policy.this["partition-horizon"].conditions[0].condition_threshold[0].comparison == "COMPARISON_LT"
      && google_monitoring_alert_policy.this["partition-horizon"].conditions[0].condition_threshold[0].threshold_value == 21
      && length(google_monitoring_alert_policy.this["partition-horizon"].conditions[1].condition_absent) == 1
    )
    error_message = "A short horizon and a missing report must both be noticed."
  }

  assert {
    condition     = google_monitoring_alert_policy.this["silent-scheduled-jobs"].conditions[0].condition_absent[0].duration == "900s"
    error_message = "A function that is called all the time must not fall silent unnoticed."
  }
}

run "asks_for_health_from_outside" {
  command = apply

  assert {
    condition = (
      google_monitoring_uptime_check_config.health[0].http_check[0].path == "/health" && google_monitoring_uptime_check_config.health[0].http_check[0].validate_ssl
      && google_monitoring_uptime_check_config.health[0].monitored_resource[0].labels.host == "api.example.com"
    )
    error_message = "The check must go through the load balancer and its certificate."
  }
}

run "has_no_check_from_outside_without_a_load_balancer" {
  command = apply

  variables {
    host = null
  }

  assert {
    condition     = length(google_monitoring_uptime_check_config.health) == 0 && !contains(keys(google_monitoring_alert_policy.this), "unreachable") && contains(keys(google_monitoring_alert_policy.this), "error-rate")
    error_message = "Without a host there is nothing to ask; all other alerts stay."
  }
}

run "warns_of_the_bill" {
  command = apply

  assert {
    condition = (
      google_billing_budget.this[0].amount[0].specified_amount[0].units == "1500" && google_billing_budget.this[0].amount[0].specified_amount[0].currency_code == "EUR"
      && tolist(google_billing_budget.this[0].budget_filter[0].projects) == tolist(["projects/123456789012"])
      && length(google_billing_budget.this[0].all_updates_rule[0].monitoring_notification_channels) == 2
      && anytrue([for rule in google_billing_budget.this[0].threshold_rules : rule.spend_basis == "FORECASTED_SPEND"])
    )
    error_message = "The budget must cover this project, reach people, and look ahead."
  }
}

run "shows_the_golden_signals" {
  command = apply

  assert {
    condition = alltrue([
      for signal in ["Traffic", "Errors", "Latency", "Saturation", "Messages", "Database", "Jobs", "Edge"] :
      anytrue([for tile in jsondecode(google_monitoring_dashboard.this.dashboard_json).mosaicLayout.tiles : startswith(tile.widget.title, signal)])
    ])
    error_message = "The dashboard must show traffic, errors, latency and saturation, messages, the database, jobs and the edge."
  }

  assert {
    condition     = length(distinct([for tile in jsondecode(google_monitoring_dashboard.this.dashboard_json).mosaicLayout.tiles : "${try(tile.xPos, 0)} ${try(tile.yPos, 0)}"])) == length(jsondecode(google_monitoring_dashboard.this.dashboard_json).mosaicLayout.tiles)
    error_message = "No chart may lie on another."
  }

  assert {
    condition     = alltrue([for tile in jsondecode(google_monitoring_dashboard.this.dashboard_json).mosaicLayout.tiles : try(tile.xPos, 1) != 0 && try(tile.yPos, 1) != 0])
    error_message = "Monitoring does not keep a position of 0: every plan would change the dashboard."
  }
}

run "refuses_to_alert_nobody" {
  command = plan

  variables {
    notification_emails = []
  }

  expect_failures = [var.notification_emails]
}

run "refuses_a_budget_of_part_of_a_unit" {
  command = plan

  variables {
    monthly_budget = 99.5
  }

  expect_failures = [var.monthly_budget]
}
