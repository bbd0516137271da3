output "ip_address" {
  description = "Address that the domains have to resolve to."
  value       = google_compute_global_address.this.address
}

output "host" {
  description = "First of the domains: where the uptime check asks."
  value       = var.domains[0]
}

output "url" {
  description = "Address of the interface."
  value       = "https://${var.domains[0]}"
}
