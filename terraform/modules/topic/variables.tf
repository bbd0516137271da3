variable "project_id" {
  description = "Project of the topic."
  type        = string
}

variable "name" {
  description = "Name of the topic."
  type        = string

  validation {
    # https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names
    condition     = can(regex("^[a-z][a-z0-9-]{2,49}$", var.name)) && !startswith(var.name, "goog")
    error_message = "name: '${var.name}' must be 3 to 50 lower-case letters, digits and hyphens, and may not begin with goog."
  }
}

variable "labels" {
  description = "Labels of everything that can have some."
  type        = map(string)
  default     = {}
}

variable "regions" {
  description = "Regions that may store messages."
  type        = list(string)

  validation {
    condition     = length(var.regions) > 0
    error_message = "regions is empty: name at least one region that may store messages."
  }
}

variable "kms_key_id" {
  description = "KMS key that encrypts the messages; null for Google's own."
  type        = string
  default     = null
}

variable "service_agent_email" {
  description = "Service agent of Pub/Sub, which moves undeliverable messages: service-NUMBER@gcp-sa-pubsub.iam.gserviceaccount.com."
  type        = string
}

variable "retention_days" {
  description = "Days that published messages can be replayed from the topic."
  type        = number
  default     = 7

  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 31
    error_message = "retention_days is ${var.retention_days}; Pub/Sub keeps messages between 1 and 31 days."
  }
}

variable "schema" {
  description = "Protocol Buffers definition of the messages (as JSON), and whether Pub/Sub refuses messages that do not follow it; null for no schema."
  type = object({
    definition = string
    enforce    = bool
  })
  default = null

  validation {
    condition     = var.schema == null || can(regex("(?m)^message \\w+ \\{", var.schema.definition))
    error_message = "schema.definition declares no message: give the text of a .proto file with one message at its top level."
  }
}

variable "publishers" {
  description = "Who publishes besides the functions: a name of your choice to an IAM member such as serviceAccount:gateway@…"
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setintersection(values(var.publishers), ["allUsers", "allAuthenticatedUsers"])) == 0
    error_message = "publishers names allUsers or allAuthenticatedUsers: anybody could send messages; name service accounts or groups."
  }
}

variable "push_subscriptions" {
  description = "Functions that the messages are pushed to: the name of the subscription to where it goes and how."
  type = map(object({
    endpoint              = string
    caller_email          = string
    ack_deadline_seconds  = number
    max_delivery_attempts = number
    min_backoff_seconds   = number
    max_backoff_seconds   = number
    ordered               = bool
    dead_letter_topic     = string
  }))
  default = {}

  validation {
    condition     = alltrue([for s in values(var.push_subscriptions) : s.ack_deadline_seconds >= 10 && s.ack_deadline_seconds <= 600])
    error_message = "ack_deadline_seconds must be between 10 and 600 in every push subscription."
  }

  validation {
    condition     = alltrue([for s in values(var.push_subscriptions) : s.max_delivery_attempts >= 5 && s.max_delivery_attempts <= 100])
    error_message = "max_delivery_attempts must be between 5 and 100 in every push subscription."
  }

  validation {
    condition     = alltrue([for s in values(var.push_subscriptions) : s.min_backoff_seconds <= s.max_backoff_seconds && s.max_backoff_seconds <= 600])
    error_message = "min_backoff_seconds must not be more than max_backoff_seconds, nor that more than 600, in every push subscription."
  }

  validation {
    condition     = alltrue([for s in values(var.push_subscriptions) : s.dead_letter_topic != null])
    error_message = "Every push subscription needs a dead_letter_topic: without one a message that never succeeds is tried for ever and then lost."
  }
}

variable "bigquery_subscriptions" {
  description = "Tables that the messages are written to: the name of the subscription to project.dataset.table and the dead-letter topic."
  type = map(object({
    table             = string
    dead_letter_topic = string
  }))
  default = {}
}
