variable "project_id" {
  description = "Project that the function runs in."
  type        = string
}

variable "region" {
  description = "Region that the function runs in."
  type        = string
}

variable "labels" {
  description = "Labels of everything that can have some."
  type        = map(string)
  default     = {}
}

variable "description" {
  description = "What the function's function.yaml says, parsed; the defaults are those of shared/src/runtime/function-description.ts."
  type = object({
    name        = string
    description = string
    trigger = object({
      type                   = string
      paths                  = optional(list(string), [])
      topic                  = optional(string)
      ackDeadlineSeconds     = optional(number, 60)
      maxDeliveryAttempts    = optional(number, 5)
      minBackoffSeconds      = optional(number, 1)
      maxBackoffSeconds      = optional(number, 60)
      deadLetterTopic        = optional(string)
      ordered                = optional(bool, false)
      bucket                 = optional(string)
      schedule               = optional(string)
      timeZone               = optional(string, "Etc/UTC")
      attemptDeadlineSeconds = optional(number, 300)
    })
    memory         = optional(string, "512Mi")
    cpu            = optional(number, 1)
    timeoutSeconds = optional(number, 60)
    concurrency    = optional(number, 80)
    minInstances   = optional(number, 0)
    maxInstances   = optional(number, 10)
    database       = optional(string, "app")
    environment    = optional(map(string), {})
    secrets        = optional(list(string), [])
    access = optional(object({
      publishes = optional(list(string), [])
      buckets   = optional(map(string), {})
      signsUrls = optional(bool, false)
      encrypts  = optional(bool, false)
      models    = optional(bool, false)
      accounts  = optional(string, "none")
    }), {})
  })

  validation {
    # The longest account id is call-<name>, of at most 30 characters.
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}[a-z0-9]$", var.description.name))
    error_message = "name: '${var.description.name}' must be 3 to 25 lower-case letters, digits and hyphens, since its service accounts are named after it; choose a shorter name."
  }

  validation {
    condition     = contains(["http", "pubsub", "storage", "schedule"], var.description.trigger.type)
    error_message = "${var.description.name}: trigger.type is '${var.description.trigger.type}'; write http, pubsub, storage or schedule."
  }

  validation {
    condition     = var.description.trigger.type != "http" || length(var.description.trigger.paths) > 0
    error_message = "${var.description.name}: an http trigger needs trigger.paths, the paths that the load balancer sends to it."
  }

  validation {
    condition     = var.description.trigger.type != "pubsub" || var.description.trigger.topic != null
    error_message = "${var.description.name}: a pubsub trigger needs trigger.topic, the topic whose messages start it."
  }

  validation {
    condition     = var.description.trigger.type != "storage" || var.description.trigger.bucket != null
    error_message = "${var.description.name}: a storage trigger needs trigger.bucket, the bucket whose new objects start it."
  }

  validation {
    condition     = var.description.trigger.type != "schedule" || can(regex("^(\\S+\\s+){4}\\S+$", var.description.trigger.schedule))
    error_message = "${var.description.name}: a schedule trigger needs trigger.schedule, the five fields of a cron expression such as '* * * * *'."
  }

  validation {
    condition     = var.description.concurrency == 1 || var.description.cpu >= 1
    error_message = "${var.description.name}: concurrency ${var.description.concurrency} with ${var.description.cpu} cpu; Cloud Run gives more than one request at a time only to a whole cpu: set cpu to 1 or concurrency to 1."
  }

  validation {
    condition     = can(regex("^(\\d+Mi|\\dGi)$", var.description.memory))
    error_message = "${var.description.name}: memory is '${var.description.memory}'; write it as 512Mi or 2Gi."
  }

  validation {
    # https://cloud.google.com/run/docs/configuring/services/memory-limits
    condition = alltrue([
      for mi in [tonumber(trimsuffix(trimsuffix(var.description.memory, "Gi"), "Mi")) * (endswith(var.description.memory, "Gi") ? 1024 : 1)] :
      mi >= (var.description.cpu >= 8 ? 4096 : var.description.cpu >= 4 ? 2048 : 128)
      && mi <= (var.description.cpu >= 8 ? 32768 : var.description.cpu >= 4 ? 16384 : var.description.cpu >= 2 ? 8192 : var.description.cpu >= 1 ? 4096 : var.description.cpu >= 0.5 ? 1024 : 512)
    ])
    error_message = "${var.description.name}: memory ${var.description.memory} does not go with cpu ${var.description.cpu}; at most 512Mi below half a cpu, 1Gi below one, 4Gi with 1, 8Gi with 2, 16Gi with 4, and at least 2Gi from 4 on, 4Gi with 8."
  }

  validation {
    condition     = var.description.trigger.type != "storage" || var.description.timeoutSeconds <= 540
    error_message = "${var.description.name}: timeoutSeconds is ${var.description.timeoutSeconds}; Eventarc waits 540 seconds at most for a function that a bucket starts."
  }

  validation {
    condition     = var.description.trigger.type != "pubsub" || var.description.timeoutSeconds <= var.description.trigger.ackDeadlineSeconds
    error_message = "${var.description.name}: timeoutSeconds ${var.description.timeoutSeconds} is more than ackDeadlineSeconds ${var.description.trigger.ackDeadlineSeconds}; Pub/Sub would deliver a message again while it is still worked on."
  }

  validation {
    condition     = var.description.minInstances <= var.description.maxInstances
    error_message = "${var.description.name}: minInstances ${var.description.minInstances} is more than maxInstances ${var.description.maxInstances}."
  }

  validation {
    condition     = contains(["app", "owner", "none"], var.description.database)
    error_message = "${var.description.name}: database is '${var.description.database}'; write app, owner or none."
  }

  validation {
    condition     = alltrue([for right in values(var.description.access.buckets) : contains(["read", "write"], right)])
    error_message = "${var.description.name}: access.buckets gives ${jsonencode(var.description.access.buckets)}; write read or write for each bucket."
  }

  validation {
    condition     = contains(["none", "read", "manage"], var.description.access.accounts)
    error_message = "${var.description.name}: access.accounts is '${var.description.access.accounts}'; write none, read or manage."
  }
}

variable "source_bucket" {
  description = "Bucket of the function's bundle."
  type        = string
}

variable "source_object" {
  description = "Object of the function's bundle; its name changes with its content, which is what deploys it."
  type        = string
}

variable "build_service_account_id" {
  description = "Service account that builds the container: projects/P/serviceAccounts/E."
  type        = string
}

variable "docker_repository" {
  description = "Artifact Registry repository of the built container: projects/P/locations/L/repositories/R."
  type        = string
}

variable "environment" {
  description = "Environment variables that every function gets; those of function.yaml win over them."
  type        = map(string)
  default     = {}
}

variable "ingress" {
  description = "Who may reach an HTTP function: the load balancer alone, or anybody where there is none. Other functions are internal always."
  type        = string
  default     = "ALLOW_INTERNAL_AND_GCLB"

  validation {
    condition     = contains(["ALLOW_INTERNAL_AND_GCLB", "ALLOW_ALL"], var.ingress)
    error_message = "ingress is '${var.ingress}'; write ALLOW_INTERNAL_AND_GCLB, or ALLOW_ALL where there is no load balancer."
  }
}

variable "vpc_connector_id" {
  description = "Serverless VPC connector to the database's private address."
  type        = string
}

variable "database" {
  description = "Cloud SQL instance and database, and the connections that an instance of the function keeps."
  type = object({
    instance_connection_name = string
    instance_name            = string
    database_name            = string
    pool_size                = number
  })
}

variable "secret_ids" {
  description = "Secrets that this environment has: the name of the variable to the secret's id. The function gets those that its function.yaml names."
  type        = map(string)
  default     = {}
}

variable "bucket_names" {
  description = "Buckets of the product: the name in function.yaml to the bucket's own name."
  type        = map(string)
  default     = {}

  validation {
    condition = alltrue([
      for bucket in concat(keys(var.description.access.buckets), compact([var.description.trigger.bucket])) : contains(keys(var.bucket_names), bucket)
    ])
    error_message = "${var.description.name}: function.yaml names a bucket that is none of ${join(", ", keys(var.bucket_names))}; correct the name, or add the bucket to stack/storage.tf."
  }
}

variable "tenant_key_id" {
  description = "KMS key that wraps the tenants' data keys."
  type        = string
}

variable "min_instances" {
  description = "Instances kept warm, in place of what function.yaml says."
  type        = number
  default     = null
}

variable "max_instances_limit" {
  description = "Most instances in this environment, whatever function.yaml says."
  type        = number
  default     = 1000

  validation {
    condition     = var.max_instances_limit >= 1
    error_message = "max_instances_limit is ${var.max_instances_limit}; a function needs at least 1 instance."
  }
}
