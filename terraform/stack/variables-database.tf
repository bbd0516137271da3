variable "database" {
  description = "Size of the database, and how its connections are shared out: pool_size is what an instance of a function keeps, reserved_connections what is left for people, jobs and replication."
  type = object({
    tier                   = string
    edition                = optional(string, "ENTERPRISE")
    availability_type      = optional(string, "REGIONAL")
    disk_size_gb           = optional(number, 10)
    disk_size_limit_gb     = optional(number, 500)
    retained_backups       = optional(number, 30)
    point_in_time_recovery = optional(bool, true)
    read_replica_count     = optional(number, 0)
    replica_tier           = optional(string)
    max_connections        = number
    pool_size              = optional(number, 4)
    reserved_connections   = optional(number, 20)
  })

  validation {
    condition     = var.database.pool_size >= 1 && var.database.pool_size <= 100
    error_message = "database.pool_size is ${var.database.pool_size}; an instance keeps 1 to 100 connections."
  }

  validation {
    condition     = var.database.reserved_connections >= 10
    error_message = "database.reserved_connections is ${var.database.reserved_connections}; leave at least 10 for migrations, people and Cloud SQL itself."
  }

  validation {
    condition     = var.environment != "production" || var.database.availability_type == "REGIONAL"
    error_message = "database.availability_type is ${var.database.availability_type}; production needs REGIONAL, a standby in another zone."
  }
}

variable "database_people" {
  description = "IAM users and groups that may log in to the database: { name, type = CLOUD_IAM_USER or CLOUD_IAM_GROUP }. What they may do there is granted in SQL."
  type = list(object({
    name = string
    type = string
  }))
  default = []
}
