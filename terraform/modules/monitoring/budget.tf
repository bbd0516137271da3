data "google_project" "this" {
  project_id = var.project_id
}

# A budget only warns: it stops nothing. The instance limits of the functions bound what an attack can cost.
resource "google_billing_budget" "this" {
  count = var.billing_account == null ? 0 : 1

  billing_account = var.billing_account
  display_name    = "${var.prefix}: ${var.project_id}"

  budget_filter {
    projects        = ["projects/${data.google_project.this.number}"]
    calendar_period = "MONTH"
  }

  amount {
    specified_amount {
      currency_code = var.currency
      units         = tostring(var.monthly_budget)
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1]
    content {
      threshold_percent = threshold_rules.value
      spend_basis       = "CURRENT_SPEND"
    }
  }

  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }

  # Five channels are what a budget can have.
  all_updates_rule {
    monitoring_notification_channels = slice(
      [for channel in google_monitoring_notification_channel.email : channel.name],
      0, min(5, length(var.notification_emails)),
    )
    disable_default_iam_recipients = false
  }
}
