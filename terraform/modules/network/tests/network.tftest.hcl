mock_provider "google" {}

variables {
  project_id = "example-project"
  region     = "europe-west1"
  prefix     = "wheelhouse"
}

run "denies_what_no_rule_allows" {
  command = plan

  assert {
    condition = (
      one(google_compute_firewall.deny_ingress.deny).protocol == "all" && google_compute_firewall.deny_ingress.direction == "INGRESS"
      && tolist(google_compute_firewall.deny_ingress.source_ranges) == tolist(["0.0.0.0/0"])
    )
    error_message = "Traffic from anywhere must be denied by default."
  }

  assert {
    condition = (
      one(google_compute_firewall.deny_egress.deny).protocol == "all" && google_compute_firewall.deny_egress.direction == "EGRESS"
      && tolist(google_compute_firewall.deny_egress.destination_ranges) == tolist(["0.0.0.0/0"])
    )
    error_message = "Traffic to anywhere must be denied by default."
  }

  assert {
    condition = alltrue([
      for rule in [google_compute_firewall.allow_database, google_compute_firewall.allow_https, google_compute_firewall.connector_from_serverless, google_compute_firewall.connector_to_serverless] :
      rule.priority < google_compute_firewall.deny_egress.priority && rule.priority < google_compute_firewall.deny_ingress.priority
    ])
    error_message = "A rule that allows must come before those that deny."
  }

  assert {
    condition = (
      tolist(google_compute_firewall.allow_database.destination_ranges) == tolist(["10.40.0.0/16"])
      && one(google_compute_firewall.allow_database.allow).ports == tolist(["3307"])
    )
    error_message = "Only the database's network may be reached beside HTTPS, and only on the connectors' port."
  }

  assert {
    condition     = !contains(google_compute_firewall.connector_from_serverless.source_ranges, "0.0.0.0/0")
    error_message = "The internet must not reach the connector."
  }
}

run "reaches_apis_privately_and_logs_flows" {
  command = plan

  assert {
    condition = alltrue([
      for subnetwork in concat([google_compute_subnetwork.this], google_compute_subnetwork.connector) :
      subnetwork.private_ip_google_access && one(subnetwork.log_config).flow_sampling > 0
    ])
    error_message = "Every subnet must have private Google access and flow logs."
  }

  assert {
    condition     = !google_compute_network.this.auto_create_subnetworks
    error_message = "The network must have no subnets but its own."
  }
}

run "gives_managed_services_a_private_range" {
  command = plan

  assert {
    condition     = google_compute_global_address.private_services.purpose == "VPC_PEERING" && google_compute_global_address.private_services.address_type == "INTERNAL"
    error_message = "The database's addresses must come from a private range."
  }

  assert {
    condition     = google_service_networking_connection.private_services.reserved_peering_ranges == tolist(["wheelhouse-private-services"])
    error_message = "The peering must use the reserved range."
  }
}

run "has_no_gateway_that_nothing_uses" {
  command = plan

  assert {
    condition     = length(google_compute_router_nat.this) == 0 && length(google_compute_router.this) == 0 && length(google_compute_address.nat) == 0
    error_message = "A gateway is made, and paid for, that nobody asked for."
  }
}

run "leaves_from_fixed_addresses" {
  command = plan

  variables {
    nat_address_count = 2
  }

  assert {
    condition     = length(google_compute_address.nat) == 2 && google_compute_router_nat.this[0].nat_ip_allocate_option == "MANUAL_ONLY"
    error_message = "Requests to the internet must come from the reserved addresses."
  }
}

run "has_a_connector_of_its_own_subnet" {
  command = plan

  assert {
    condition     = google_compute_subnetwork.connector[0].ip_cidr_range == "10.20.4.0/28" && google_vpc_access_connector.this[0].subnet[0].name == "wheelhouse-connector"
    error_message = "The connector must have a /28 of its own."
  }

  # Serverless VPC Access: fewer than 21 characters, a hyphen counts twice.
  assert {
    condition     = length(replace(google_vpc_access_connector.this[0].name, "-", "--")) < 21
    error_message = "The connector's name is too long."
  }
}

run "goes_without_a_connector" {
  command = plan

  variables {
    use_connector = false
  }

  assert {
    condition     = length(google_vpc_access_connector.this) == 0 && output.connector_id == null
    error_message = "Without use_connector there must be no connector."
  }
}

run "refuses_a_connector_range_of_another_size" {
  command = plan

  variables {
    connector_cidr = "10.20.4.0/26"
  }

  expect_failures = [var.connector_cidr]
}
