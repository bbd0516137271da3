variable "project_id" {
  description = "Project that is deployed to."
  type        = string
}

variable "region" {
  description = "Region of the trigger and the builds."
  type        = string
}

variable "prefix" {
  description = "Start of every name."
  type        = string

  validation {
    # The shortest account id is <prefix>-ci, of at least 6 characters.
    condition     = can(regex("^[a-z][a-z0-9-]{2,19}$", var.prefix))
    error_message = "The prefix '${var.prefix}' must be 3 to 20 characters: a small letter, then small letters, digits and hyphens."
  }
}

variable "labels" {
  description = "Labels; a trigger has them as tags."
  type        = map(string)
  default     = {}
}

variable "environment" {
  description = "Environment that is deployed: also the GitHub environment that a workflow must run in to act as the deployer."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.environment))
    error_message = "environment '${var.environment}' must be a small word such as prod."
  }
}

variable "repository" {
  description = "Repository on GitHub, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository '${var.repository}' must be owner/name, such as example/wheelhouse."
  }
}

variable "connected_repository" {
  description = "Id of the repository in a Cloud Build connection (projects/P/locations/R/connections/C/repositories/N); null: the Cloud Build app of GitHub."
  type        = string
  default     = null

  validation {
    condition     = var.connected_repository == null || can(regex("^projects/[^/]+/locations/[^/]+/connections/[^/]+/repositories/[^/]+$", var.connected_repository))
    error_message = "connected_repository must look like projects/P/locations/R/connections/C/repositories/N."
  }
}

variable "branch" {
  description = "Branch whose pushes are deployed."
  type        = string
  default     = "main"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._/-]*$", var.branch))
    error_message = "branch '${var.branch}' must be the plain name of a branch, not a pattern."
  }
}

variable "require_approval" {
  description = "Whether a build waits until someone approves it."
  type        = bool
}

variable "state_bucket" {
  description = "Bucket of the Terraform state."
  type        = string
}

variable "sources_bucket" {
  description = "Bucket of the functions' sources."
  type        = string
}

variable "substitutions" {
  description = "Further substitutions of cloudbuild.yaml, named _LIKE_THIS."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.substitutions) : can(regex("^_[A-Z0-9_]+$", name))])
    error_message = "Substitutions (${join(", ", keys(var.substitutions))}) must be named _LIKE_THIS."
  }
}

variable "admin_password_secret" {
  description = "Name of the secret that Terraform keeps the database administrator's password in: the only one the deployer reads."
  type        = string
  default     = "wheelhouse-database-admin-password"
}

variable "smoke_token_secret" {
  description = "Name of the secret with an API token that the smoke test reads with; null for none. It is made, and its value added, by hand."
  type        = string
  default     = null
}

variable "grantable_roles" {
  description = "Project-wide roles that the deployer may grant: those that functions, jobs and builds need, and none that lets it grant others."
  type        = list(string)
  default = [
    "roles/aiplatform.user",
    "roles/cloudsql.client",
    "roles/cloudsql.instanceUser",
    "roles/eventarc.eventReceiver",
    "roles/firebaseauth.admin",
    "roles/firebaseauth.viewer",
    "roles/logging.logWriter",
    "roles/pubsub.publisher",
    "roles/storage.objectViewer",
  ]

  validation {
    condition     = length(setintersection(var.grantable_roles, ["roles/owner", "roles/editor", "roles/resourcemanager.projectIamAdmin", "roles/iam.securityAdmin"])) == 0
    error_message = "grantable_roles must not hold a role with which the deployer could give itself any other."
  }

  validation {
    # https://cloud.google.com/iam/docs/setting-limits-on-granting-roles
    condition     = length(var.grantable_roles) <= 10
    error_message = "grantable_roles names ${length(var.grantable_roles)} roles; hasOnly() of an IAM condition takes 10 at most."
  }
}
