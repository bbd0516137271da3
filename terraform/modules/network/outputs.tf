output "network_id" {
  description = "Id of the network (projects/P/global/networks/N)."
  value       = google_compute_network.this.id
}

output "network_name" {
  description = "Name of the network."
  value       = google_compute_network.this.name
}

output "subnetwork_id" {
  description = "Id of the subnet for Cloud Run jobs (direct VPC egress)."
  value       = google_compute_subnetwork.this.id
}

output "connector_id" {
  description = "Id of the functions' VPC connector; null without `use_connector`."
  value       = one(google_vpc_access_connector.this[*].id)
}

output "nat_addresses" {
  description = "Addresses that requests to the internet through the network come from."
  value       = google_compute_address.nat[*].address
}
