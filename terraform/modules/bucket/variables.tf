variable "project_id" {
  description = "Project of the bucket."
  type        = string
}

variable "location" {
  description = "Region, dual-region or multi-region of the bucket."
  type        = string
}

variable "name" {
  description = "Name of the bucket, unique in the world; the project's id is a good beginning."
  type        = string

  validation {
    # https://cloud.google.com/storage/docs/buckets#naming
    condition     = can(regex("^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$", var.name)) && !startswith(var.name, "goog")
    error_message = "name: '${var.name}' must be 3 to 63 lower-case letters, digits, hyphens, underscores and dots, begin and end with a letter or digit, and not begin with goog."
  }
}

variable "labels" {
  description = "Labels of the bucket."
  type        = map(string)
  default     = {}
}

variable "kms_key_id" {
  description = "KMS key that encrypts the objects; null for Google's own. The storage service agent must be allowed to use it."
  type        = string
  default     = null
}

variable "versioning" {
  description = "Whether replaced and deleted objects are kept as old generations."
  type        = bool
  default     = true
}

variable "noncurrent_days" {
  description = "Days that an old generation is kept."
  type        = number
  default     = 90

  validation {
    condition     = var.noncurrent_days >= 1
    error_message = "noncurrent_days is ${var.noncurrent_days}; keep old generations for at least 1 day, or set versioning to false."
  }
}

variable "soft_delete_days" {
  description = "Days in which a deleted object can be brought back; 0 turns that off."
  type        = number
  default     = 7

  validation {
    condition     = var.soft_delete_days == 0 || (var.soft_delete_days >= 7 && var.soft_delete_days <= 90)
    error_message = "soft_delete_days is ${var.soft_delete_days}; Cloud Storage allows 0, or 7 to 90 days."
  }
}

variable "retention_days" {
  description = "Days in which no object can be replaced or deleted, for records that a law protects; null for none."
  type        = number
  default     = null

  validation {
    condition     = var.retention_days == null || !var.versioning
    error_message = "retention_days cannot stand beside versioning: set versioning to false, since what cannot be replaced has no old generations."
  }
}

variable "storage_class_after_days" {
  description = "Storage class to the age in days at which objects move there: { NEARLINE = 90 }."
  type        = map(number)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.storage_class_after_days), ["NEARLINE", "COLDLINE", "ARCHIVE"])) == 0
    error_message = "storage_class_after_days names ${join(", ", keys(var.storage_class_after_days))}; only NEARLINE, COLDLINE and ARCHIVE are classes that objects move to."
  }
}

variable "delete_after_days" {
  description = "Age in days at which objects are deleted; null for never."
  type        = number
  default     = null
}

variable "upload_origins" {
  description = "Origins of web pages that upload and download by signed URL; none by default."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.upload_origins : can(regex("^https?://[^/*]+$", origin))])
    error_message = "upload_origins must be addresses without a path or a star, such as https://app.example.com; got ${join(", ", var.upload_origins)}."
  }
}

variable "force_destroy" {
  description = "Whether the bucket can be destroyed with what is in it."
  type        = bool
  default     = false
}
