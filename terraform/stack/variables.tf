variable "project_id" {
  description = "Project of this environment, which holds nothing else."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id: '${var.project_id}' is no id of a project: 6 to 30 lower-case letters, digits and hyphens, beginning with a letter. Give the id, not the name or the number."
  }
}

variable "region" {
  description = "Region of everything that has one."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region: '${var.region}' is no region; write one such as europe-west1."
  }
}

variable "environment" {
  description = "What this is: development, staging or production (WHEELHOUSE_ENVIRONMENT)."
  type        = string

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "environment is '${var.environment}'; write development, staging or production."
  }
}

variable "labels" {
  description = "Further labels of everything that can have some."
  type        = map(string)
  default     = {}
}

variable "domains" {
  description = "Host names of the interface. Without any there is no load balancer, and functions are reached at their own addresses."
  type        = list(string)
  default     = []
}

variable "rate_limit_per_minute" {
  description = "Requests a minute of one client address to one function, before the load balancer refuses more."
  type        = number
  default     = 3000
}

variable "waf_preview" {
  description = "Whether the firewall's rules against attacks only log what they would refuse: for the first weeks, and after new ones."
  type        = bool
  default     = false
}

variable "json_parsing" {
  description = "Whether those rules look at the fields of JSON bodies one by one (STANDARD) or at the text as a whole (DISABLED)."
  type        = string
  default     = "STANDARD"
}

variable "customer_managed_keys" {
  description = "Whether database, buckets, topics and lake are encrypted with own keys of Cloud KMS. It cannot be changed for a database that exists."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Whether database, lake and buckets refuse to be destroyed with what they hold."
  type        = bool
  default     = true

  validation {
    condition     = var.deletion_protection || var.environment != "production"
    error_message = "deletion_protection is false; production cannot be without it."
  }
}

variable "secrets" {
  description = "Secrets that this environment has, named like the variables of functions. Each needs a value before functions are deployed (README.md)."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.secrets, ["ANTHROPIC_API_KEY", "GEOCODER_API_KEY"])) == 0
    error_message = "secrets names ${join(", ", var.secrets)}; the secrets that functions read are ANTHROPIC_API_KEY and GEOCODER_API_KEY."
  }
}

variable "telemetry_publishers" {
  description = "IAM members that publish telemetry, such as the service account of a device gateway."
  type        = set(string)
  default     = []
}

variable "enforce_telemetry_schema" {
  description = "Whether Pub/Sub refuses telemetry that does not follow the schema. Then its sender is told, and it is not kept in telemetry_rejections."
  type        = bool
  default     = false
}

variable "lake_retention_days" {
  description = "Days that the telemetry lake keeps messages; null for ever."
  type        = number
  default     = null

  validation {
    condition     = var.lake_retention_days == null || try(var.lake_retention_days >= 1, false)
    error_message = "lake_retention_days is ${coalesce(var.lake_retention_days, 0)}; write 1 or more, or null to keep messages for ever."
  }
}

variable "video_retention_days" {
  description = "Days after which footage is deleted, whatever it shows; null leaves that to the retention rules of each organisation."
  type        = number
  default     = null
}

variable "notification_emails" {
  description = "Addresses that alerts go to."
  type        = list(string)
}

variable "billing_account" {
  description = "Billing account of the budget alert; null for none."
  type        = string
  default     = null
}

variable "monthly_budget" {
  description = "What a month may cost before people are told."
  type        = number
  default     = 100
}

variable "currency" {
  description = "Currency of the billing account."
  type        = string
  default     = "USD"
}

variable "ci" {
  description = "Repository (owner/name) whose branch is deployed here, its connection to Cloud Build if there is one, the bucket of Terraform's state, and further substitutions of cloudbuild.yaml; null for no delivery from here."
  type = object({
    repository           = string
    connected_repository = optional(string)
    branch               = optional(string, "main")
    state_bucket         = string
    smoke_token_secret   = optional(string)
    substitutions        = optional(map(string), {})
  })
  default = null
}
