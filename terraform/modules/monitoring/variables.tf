variable "project_id" {
  description = "Project that is watched."
  type        = string
}

variable "prefix" {
  description = "Start of every name."
  type        = string
}

variable "labels" {
  description = "Labels of alert policies, services and channels."
  type        = map(string)
  default     = {}
}

variable "functions" {
  description = <<-EOT
    Functions by name: trigger type, timeout, Cloud Run service (the function's name where not given), and for those that are called all
    the time how long they may go without a call. HTTP functions of 1800 s and more hold live streams: their latency has no objective.
  EOT
  type = map(object({
    trigger_type        = string
    timeout_seconds     = number
    service             = optional(string)
    max_silence_seconds = optional(number)
  }))

  validation {
    condition     = alltrue([for function in var.functions : contains(["http", "pubsub", "storage", "schedule"], function.trigger_type)])
    error_message = "A function's trigger_type must be http, pubsub, storage or schedule."
  }
}

variable "subscriptions" {
  description = "Subscriptions by id: that of their dead letters, and the oldest age that an unacknowledged message may reach."
  type = map(object({
    dead_letter_subscription = string
    max_unacked_age_seconds  = optional(number, 600)
  }))
  default = {}
}

variable "database_instance" {
  description = "Name of the Cloud SQL instance; its replicas are `<name>-replica-<number>`."
  type        = string
}

variable "database_max_connections" {
  description = "Connections that the server accepts."
  type        = number
  default     = 200
}

variable "host" {
  description = "Host that the interface is reached at from outside; null where there is no load balancer: then nothing outside asks for /health."
  type        = string
  default     = null
}

variable "notification_emails" {
  description = "Addresses that every alert goes to."
  type        = list(string)

  validation {
    condition     = length(var.notification_emails) >= 1 && alltrue([for email in var.notification_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "notification_emails (${join(", ", var.notification_emails)}) must be one email address or more: an alert that reaches nobody is none."
  }
}

variable "availability_goal" {
  description = "Share of requests that must not fail, over 28 days."
  type        = number
  default     = 0.999

  validation {
    condition     = var.availability_goal >= 0.9 && var.availability_goal <= 0.9999
    error_message = "availability_goal ${var.availability_goal} must be 0.9 to 0.9999."
  }
}

variable "latency_goal" {
  description = "Share of interactive requests that must be answered within `latency_ms`, over 28 days."
  type        = number
  default     = 0.95

  validation {
    condition     = var.latency_goal >= 0.5 && var.latency_goal <= 0.9999
    error_message = "latency_goal ${var.latency_goal} must be 0.5 to 0.9999."
  }
}

variable "latency_ms" {
  description = "Time within which an interactive request must be answered, in milliseconds."
  type        = number
  default     = 1000
}

variable "partition_horizon_days" {
  description = "Days for which every partitioned table must have its partitions already."
  type        = number
  default     = 21

  validation {
    condition     = var.partition_horizon_days >= 7 && var.partition_horizon_days <= 55
    error_message = "partition_horizon_days ${var.partition_horizon_days} must be 7 to 55: the job makes partitions for two months ahead."
  }
}

variable "billing_account" {
  description = "Billing account that pays; null for no budget. Whoever applies needs roles/billing.costsManager on it."
  type        = string
  default     = null

  validation {
    condition     = var.billing_account == null || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing_account))
    error_message = "billing_account must look like 012345-6789AB-CDEF01."
  }
}

variable "monthly_budget" {
  description = "What the project may cost in a month, in whole units of `currency`."
  type        = number
  default     = 100

  validation {
    condition     = var.monthly_budget >= 1 && floor(var.monthly_budget) == var.monthly_budget
    error_message = "monthly_budget ${var.monthly_budget} must be a whole number of 1 or more."
  }
}

variable "currency" {
  description = "Currency of the billing account (ISO 4217)."
  type        = string
  default     = "USD"

  validation {
    condition     = can(regex("^[A-Z]{3}$", var.currency))
    error_message = "currency '${var.currency}' must be three capital letters, such as EUR."
  }
}
