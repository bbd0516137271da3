variable "project_id" {
  description = "Project of this environment."
  type        = string
}

variable "region" {
  description = "Region of everything that has one."
  type        = string
  default     = "europe-west1"
}

variable "bundles_directory" {
  description = "Folder that `npm run build` wrote."
  type        = string
  default     = "../../../build"
}

variable "notification_emails" {
  description = "Addresses that alerts go to."
  type        = list(string)
}

variable "cors_origins" {
  description = "Origins of the web pages that call the interface."
  type        = list(string)
  default     = []
}

variable "secrets" {
  description = "Secrets that this environment has, such as ANTHROPIC_API_KEY."
  type        = set(string)
  default     = []
}

variable "document_model" {
  description = "Model that understands documents, and its prices; null for rules without a model."
  type = object({
    provider               = string
    name                   = string
    input_usd_per_million  = number
    output_usd_per_million = number
  })
  default = null
}

variable "telemetry_publishers" {
  description = "IAM members that publish telemetry."
  type        = set(string)
  default     = []
}

variable "billing_account" {
  description = "Billing account of the budget alert; null for none."
  type        = string
  default     = null
}

variable "monthly_budget" {
  description = "What a month may cost before people are told."
  type        = number
  default     = 2000
}

variable "currency" {
  description = "Currency of the billing account."
  type        = string
  default     = "USD"
}

variable "ci" {
  description = "Repository whose branch is deployed here, and the bucket of Terraform's state; null for none."
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

variable "domains" {
  description = "Host names of the interface."
  type        = list(string)

  validation {
    condition     = length(var.domains) > 0
    error_message = "domains is empty; name the host of the interface, such as api.example.com: here it is reached through the load balancer alone."
  }
}

variable "waf_preview" {
  description = "Whether the firewall's rules against attacks only log what they would refuse: for the first weeks, and after new ones."
  type        = bool
  default     = false
}

variable "database_people" {
  description = "IAM users and groups that may log in to the database."
  type = list(object({
    name = string
    type = string
  }))
  default = []
}

variable "function_environment" {
  description = "Environment variables of single functions: { telematics = { LIVE_POLL_MS = \"2000\" } }."
  type        = map(map(string))
  default     = {}
}
