variable "project_id" {
  description = "Project whose accounts people sign in with."
  type        = string
}

variable "authorized_domains" {
  description = "Domains that sign-in pages may be served from."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for domain in var.authorized_domains : can(regex("^[a-z0-9.-]+$", domain))])
    error_message = "authorized_domains are host names without https:// and without a path; got ${join(", ", var.authorized_domains)}."
  }
}

variable "self_sign_up" {
  description = "Whether anybody may make an account; by default only the product does, for people whom an organisation has added."
  type        = bool
  default     = false
}
