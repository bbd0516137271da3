variable "project_id" {
  description = "Project that the load balancer belongs to."
  type        = string
}

variable "region" {
  description = "Region of the functions."
  type        = string
}

variable "prefix" {
  description = "Start of every name."
  type        = string
}

variable "labels" {
  description = "Labels of everything that can have labels."
  type        = map(string)
  default     = {}
}

variable "domains" {
  description = "Host names, each with a managed certificate; the first is that of `url`. One becomes valid once it resolves to `ip_address`."
  type        = list(string)

  validation {
    condition     = length(var.domains) >= 1 && length(var.domains) <= 15
    error_message = "domains must name 1 to 15 hosts, such as api.example.com: a load balancer has no more certificates than that."
  }

  validation {
    condition     = alltrue([for domain in var.domains : can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", domain))])
    error_message = "Each of the domains (${join(", ", var.domains)}) must be a plain host name such as api.example.com: no scheme, no path, no wildcard."
  }
}

variable "functions" {
  description = "HTTP functions by name: their Cloud Run service, and the path prefixes that are theirs."
  type = map(object({
    service = string
    paths   = list(string)
  }))

  validation {
    condition     = alltrue(flatten([for function in var.functions : [for path in function.paths : startswith(path, "/") && !strcontains(path, "*")]]))
    error_message = "Every path must begin with '/' and be a plain prefix such as /v1/vehicles, without '*'."
  }
}

variable "default_function" {
  description = "Function that answers everything else: /docs, /openapi.json, /health, and what does not exist."
  type        = string

  validation {
    condition     = contains(keys(var.functions), var.default_function)
    error_message = "default_function '${var.default_function}' is none of the functions: ${join(", ", keys(var.functions))}."
  }
}

variable "rate_limit_per_minute" {
  description = "Requests a minute that one client address may make to one function; five times as many, or 10000, ban it for ten minutes."
  type        = number
  default     = 3000

  validation {
    condition     = var.rate_limit_per_minute >= 60 && var.rate_limit_per_minute <= 10000
    error_message = "rate_limit_per_minute ${var.rate_limit_per_minute} must be 60 to 10000, the most that Cloud Armor counts. A whole depot may share one address."
  }
}

variable "waf_preview" {
  description = "Whether the rules against attacks only log what they would refuse."
  type        = bool
  default     = false
}

variable "json_parsing" {
  description = "Whether the rules look at the fields of JSON bodies one by one (STANDARD), which has fewer false alarms, or at the text as a whole (DISABLED)."
  type        = string
  default     = "STANDARD"

  validation {
    condition     = contains(["STANDARD", "DISABLED"], var.json_parsing)
    error_message = "json_parsing '${var.json_parsing}' must be STANDARD or DISABLED."
  }
}

variable "log_sample_rate" {
  description = "Share of the requests that the load balancer logs; what the firewall refuses is among them."
  type        = number
  default     = 0.1

  validation {
    condition     = var.log_sample_rate >= 0 && var.log_sample_rate <= 1
    error_message = "log_sample_rate ${var.log_sample_rate} must be 0 to 1."
  }
}
