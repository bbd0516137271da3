output "network_id" {
  description = "Id of the network (projects/P/global/networks/N)."
  value       = google_compute_network.this.id
}

output "peered_network_id" {
  description = "The same, known once Google's managed services are peered with it: what they run, such as workers of builds, needs that first."
  value       = google_service_networking_connection.private_services.network
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

output "private_services_connection" {
  description = "The peering that a private database needs first: for depends_on."
  value       = google_service_networking_connection.private_services.id
}

output "nat_addresses" {
  description = "Addresses that requests to the internet through the network come from."
  value       = google_compute_address.nat[*].address
}
