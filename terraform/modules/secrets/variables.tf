variable "project_id" {
  description = "Project of the secrets."
  type        = string
}

variable "region" {
  description = "Region that keeps the values."
  type        = string
}

variable "labels" {
  description = "Labels of the secrets."
  type        = map(string)
  default     = {}
}

variable "names" {
  description = "Variables that functions read from a secret: ANTHROPIC_API_KEY is kept in the secret anthropic-api-key."
  type        = set(string)

  validation {
    condition     = alltrue([for name in var.names : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "Secrets are named like environment variables, such as ANTHROPIC_API_KEY; got ${join(", ", var.names)}."
  }
}
