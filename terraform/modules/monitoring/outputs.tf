output "alerts" {
  description = "Every alert: its title, severity and section of docs/runbooks/on-call.md."
  value       = { for key, alert in local.alerts : key => { title = alert.title, severity = alert.severity, section = alert.section } }
}

output "runbook_sections" {
  description = "Sections that docs/runbooks/on-call.md must have."
  value       = sort(distinct([for alert in local.alerts : alert.section]))
}

output "dashboard_id" {
  description = "Id of the dashboard."
  value       = google_monitoring_dashboard.this.id
}
