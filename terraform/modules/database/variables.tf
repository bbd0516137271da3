variable "project_id" {
  description = "Project that the instance belongs to."
  type        = string
}

variable "region" {
  description = "Region of the instance and its replicas."
  type        = string
}

variable "name" {
  description = "Name of the instance."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,78}[a-z0-9]$", var.name))
    error_message = "The instance name '${var.name}' must be small letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "labels" {
  description = "Labels of the instances and the secret."
  type        = map(string)
  default     = {}
}

variable "tier" {
  description = "Machine: db-f1-micro, db-g1-small or db-custom-<vCPU>-<MB> (ENTERPRISE), db-perf-optimized-N-<vCPU> (ENTERPRISE_PLUS)."
  type        = string

  validation {
    condition     = can(regex("^db-(f1-micro|g1-small|custom-[0-9]+-[0-9]+|perf-optimized-N-[0-9]+)$", var.tier))
    error_message = "The tier '${var.tier}' must be db-f1-micro, db-g1-small, db-custom-<vCPU>-<MB> or db-perf-optimized-N-<vCPU>."
  }
}

variable "edition" {
  description = "ENTERPRISE or ENTERPRISE_PLUS. Always given, as PostgreSQL 16 and later would otherwise begin as ENTERPRISE_PLUS."
  type        = string
  default     = "ENTERPRISE"

  validation {
    condition     = contains(["ENTERPRISE", "ENTERPRISE_PLUS"], var.edition)
    error_message = "The edition '${var.edition}' must be ENTERPRISE or ENTERPRISE_PLUS."
  }

  validation {
    condition     = startswith(var.tier, "db-perf-optimized-") == (var.edition == "ENTERPRISE_PLUS")
    error_message = "The tier '${var.tier}' does not exist in the edition ${var.edition}: ENTERPRISE_PLUS has the db-perf-optimized tiers, and only those."
  }
}

variable "availability_type" {
  description = "REGIONAL keeps a standby in a second zone and fails over to it; ZONAL does not."
  type        = string
  default     = "REGIONAL"

  validation {
    condition     = contains(["REGIONAL", "ZONAL"], var.availability_type)
    error_message = "availability_type '${var.availability_type}' must be REGIONAL or ZONAL."
  }
}

variable "disk_size_gb" {
  description = "Size that the disk begins with; it only grows."
  type        = number
  default     = 10

  validation {
    condition     = var.disk_size_gb >= 10
    error_message = "disk_size_gb ${var.disk_size_gb} must be 10 at the least."
  }
}

variable "disk_size_limit_gb" {
  description = "Size that the disk does not grow beyond by itself, which bounds its cost."
  type        = number
  default     = 500

  validation {
    condition     = var.disk_size_limit_gb >= var.disk_size_gb
    error_message = "disk_size_limit_gb ${var.disk_size_limit_gb} must not be below disk_size_gb ${var.disk_size_gb}."
  }
}

variable "network_id" {
  description = "Network that the private address belongs to; its private services connection has to exist (depends_on)."
  type        = string
}

variable "deletion_protection" {
  description = "Whether Terraform and Cloud SQL both refuse to delete the instances."
  type        = bool
  default     = true
}

variable "database_name" {
  description = "Name of the database."
  type        = string
  default     = "wheelhouse"
}

variable "backup_start_time" {
  description = "Beginning of the daily backup's window, UTC."
  type        = string
  default     = "02:00"

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", var.backup_start_time))
    error_message = "backup_start_time '${var.backup_start_time}' must be a time such as 02:00."
  }
}

variable "backup_location" {
  description = "Region or multi-region of the backups; null: the multi-region nearest to the instance."
  type        = string
  default     = null
}

variable "retained_backups" {
  description = "Daily backups that are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.retained_backups >= 1 && var.retained_backups <= 365
    error_message = "retained_backups ${var.retained_backups} must be 1 to 365."
  }
}

variable "point_in_time_recovery" {
  description = "Whether any moment of the last days can be restored, not only the daily backups. A regional instance needs it."
  type        = bool
  default     = true

  validation {
    condition     = var.point_in_time_recovery || var.availability_type == "ZONAL"
    error_message = "A REGIONAL instance needs point_in_time_recovery: set it to true, or availability_type to ZONAL."
  }
}

variable "transaction_log_retention_days" {
  description = "Days back that a moment can be restored: 7 at the most, 35 with ENTERPRISE_PLUS, and no more than `retained_backups`."
  type        = number
  default     = 7

  validation {
    condition     = var.transaction_log_retention_days >= 1 && var.transaction_log_retention_days <= (var.edition == "ENTERPRISE_PLUS" ? 35 : 7)
    error_message = "transaction_log_retention_days ${var.transaction_log_retention_days} must be 1 to 7, or to 35 with ENTERPRISE_PLUS."
  }
}

variable "read_replica_count" {
  description = "Read replicas, for analytics."
  type        = number
  default     = 0

  validation {
    condition     = var.read_replica_count >= 0 && var.read_replica_count <= 10
    error_message = "read_replica_count ${var.read_replica_count} must be 0 to 10."
  }
}

variable "replica_tier" {
  description = "Machine of the read replicas; null: that of the primary."
  type        = string
  default     = null
}

variable "max_connections" {
  description = "Connections that the server accepts, those of replication and administration included."
  type        = number
  default     = 200

  validation {
    condition     = var.max_connections >= 25 && var.max_connections <= 10000
    error_message = "max_connections ${var.max_connections} must be 25 to 10000: each connection takes some 10 MB of the machine's memory."
  }
}

variable "slow_statement_ms" {
  description = "Statements that take longer are logged."
  type        = number
  default     = 1000
}

variable "logins" {
  description = "IAM database users; a service account without `.gserviceaccount.com`. Names must be known before apply, so build them from account ids."
  type = list(object({
    name = string
    type = optional(string, "CLOUD_IAM_SERVICE_ACCOUNT")
  }))
  default = []

  validation {
    condition     = alltrue([for login in var.logins : contains(["CLOUD_IAM_SERVICE_ACCOUNT", "CLOUD_IAM_USER", "CLOUD_IAM_GROUP"], login.type)])
    error_message = "The type of a login must be CLOUD_IAM_SERVICE_ACCOUNT, CLOUD_IAM_USER or CLOUD_IAM_GROUP: nobody but the administrator has a password."
  }

  validation {
    condition     = !anytrue([for login in var.logins : endswith(login.name, ".gserviceaccount.com")])
    error_message = "PostgreSQL knows a service account as its email without '.gserviceaccount.com': remove that from the login's name."
  }
}

variable "kms_key_name" {
  description = "Key that encrypts the disks and backups; Google's own where null. It cannot be changed later."
  type        = string
  default     = null
}

variable "maintenance_window" {
  description = "When updates may restart the instance: day 1 (Monday) to 7, hour in UTC, and canary, stable or week5."
  type = object({
    day          = number
    hour         = number
    update_track = optional(string, "stable")
  })
  default = { day = 7, hour = 3 }

  validation {
    condition = (
      var.maintenance_window.day >= 1 && var.maintenance_window.day <= 7
      && var.maintenance_window.hour >= 0 && var.maintenance_window.hour <= 23
      && contains(["canary", "stable", "week5"], var.maintenance_window.update_track)
    )
    error_message = "maintenance_window must have a day from 1 (Monday) to 7, an hour from 0 to 23, and the track canary, stable or week5."
  }
}

variable "deny_maintenance_period" {
  description = "Days without updates (90 at the most), as YYYY-MM-DD, or MM-DD for every year; null for none."
  type = object({
    start_date = string
    end_date   = string
  })
  default = null
}
