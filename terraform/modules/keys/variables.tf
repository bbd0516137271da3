variable "project_id" {
  description = "Project of the keys."
  type        = string
}

variable "region" {
  description = "Region of the keys; what they encrypt must be in the same one."
  type        = string
}

variable "prefix" {
  description = "Name of the key ring."
  type        = string
}

variable "labels" {
  description = "Labels of the keys."
  type        = map(string)
  default     = {}
}

variable "keys" {
  description = "Keys: the name of each to the days between rotations and the service agents that encrypt with it (a name of your choice to an address)."
  type = map(object({
    rotation_days  = optional(number, 90)
    service_agents = optional(map(string), {})
  }))

  validation {
    condition     = alltrue([for key in values(var.keys) : key.rotation_days >= 1 && key.rotation_days <= 365])
    error_message = "rotation_days must be between 1 and 365 for every key."
  }
}
