variable "project_id" {
  description = "Project that the network belongs to."
  type        = string
}

variable "region" {
  description = "Region of the subnets, the connector and the NAT gateway."
  type        = string
}

variable "prefix" {
  description = "Start of every name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,13}[a-z0-9]$", var.prefix))
    error_message = "The prefix '${var.prefix}' must be 2 to 15 characters: a small letter, then small letters, digits and hyphens, no hyphen at the end."
  }
}

variable "labels" {
  description = "Labels of everything that can have labels."
  type        = map(string)
  default     = {}
}

variable "subnetwork_cidr" {
  description = "Addresses of the subnet for Cloud Run jobs. Direct VPC egress takes two addresses an instance; /26 is the least."
  type        = string
  default     = "10.20.0.0/22"

  validation {
    condition     = can(cidrnetmask(var.subnetwork_cidr)) && try(tonumber(split("/", var.subnetwork_cidr)[1]) <= 26, false)
    error_message = "subnetwork_cidr '${var.subnetwork_cidr}' must be an IPv4 range of /26 or larger, such as 10.20.0.0/22."
  }
}

variable "connector_cidr" {
  description = "Addresses of the connector's own subnet; Serverless VPC Access wants exactly /28."
  type        = string
  default     = "10.20.4.0/28"

  validation {
    condition     = can(cidrnetmask(var.connector_cidr)) && endswith(var.connector_cidr, "/28")
    error_message = "connector_cidr '${var.connector_cidr}' must be an IPv4 range of exactly /28, such as 10.20.4.0/28."
  }
}

variable "private_services_address" {
  description = "First address of the /16 that Google's managed services (Cloud SQL) live in."
  type        = string
  default     = "10.40.0.0"

  validation {
    condition     = can(cidrnetmask("${var.private_services_address}/16"))
    error_message = "private_services_address '${var.private_services_address}' must be an IPv4 address, such as 10.40.0.0."
  }
}

variable "use_connector" {
  description = "Whether functions reach the network through a Serverless VPC Access connector (two e2-micro at the least)."
  type        = bool
  default     = true
}

variable "connector_max_instances" {
  description = "Most machines of the connector; it never shrinks again by itself."
  type        = number
  default     = 3

  validation {
    condition     = var.connector_max_instances >= 3 && var.connector_max_instances <= 10
    error_message = "connector_max_instances ${var.connector_max_instances} must be 3 to 10."
  }
}

variable "nat_address_count" {
  description = "Fixed addresses of a NAT gateway, for receivers that allow known senders only; 0 for no gateway. Functions send through it only where all their traffic takes the network."
  type        = number
  default     = 0

  validation {
    condition     = var.nat_address_count >= 0 && var.nat_address_count <= 16
    error_message = "nat_address_count ${var.nat_address_count} must be 0 to 16."
  }
}
