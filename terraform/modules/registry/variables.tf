variable "project_id" {
  description = "Project that the repository belongs to."
  type        = string
}

variable "region" {
  description = "Region of the repository."
  type        = string
}

variable "prefix" {
  description = "Name of the repository."
  type        = string
}

variable "description" {
  description = "What the images are."
  type        = string
}

variable "immutable_tags" {
  description = "Whether a tag never moves: where each is the hash of what is inside. Not for builds of Cloud Functions, which move `latest`."
  type        = bool
  default     = true
}

variable "labels" {
  description = "Labels of the repository."
  type        = map(string)
  default     = {}
}

variable "kms_key_name" {
  description = "Key that encrypts the images; Google's own where null."
  type        = string
  default     = null
}

variable "keep_count" {
  description = "Newest versions of each image that are never removed: so many releases can be rolled back to."
  type        = number
  default     = 10

  validation {
    condition     = var.keep_count >= 2
    error_message = "keep_count ${var.keep_count} must be 2 at the least: the running release and the one before."
  }
}
