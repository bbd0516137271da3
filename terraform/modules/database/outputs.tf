output "instance_connection_name" {
  description = "project:region:instance, which connectors ask for."
  value       = google_sql_database_instance.this.connection_name
}

output "instance_name" {
  description = "Name of the instance."
  value       = google_sql_database_instance.this.name
}

output "database_name" {
  description = "Name of the database."
  value       = google_sql_database.this.name
}

output "max_connections" {
  description = "Connections that the server accepts."
  value       = var.max_connections
}

output "protection" {
  description = "What the primary and its replicas really have: no public address, and no deletion by Terraform or Cloud SQL."
  value = {
    for instance in concat([google_sql_database_instance.this], google_sql_database_instance.replica) : instance.name => {
      public   = instance.settings[0].ip_configuration[0].ipv4_enabled
      deletion = instance.deletion_protection && instance.settings[0].deletion_protection_enabled
    }
  }
}

output "admin_user" {
  description = "Name of the built-in administrator."
  value       = google_sql_user.admin.name
}

output "admin_password_secret_id" {
  description = "Secret that holds the administrator's password, as projects/P/secrets/S."
  value       = google_secret_manager_secret.admin_password.id

  # Whoever mounts it needs a version.
  depends_on = [google_secret_manager_secret_version.admin_password]
}

output "logins" {
  description = "Names of the IAM database users, once they exist."
  value       = [for user in google_sql_user.login : user.name]
}

output "replica_connection_names" {
  description = "project:region:instance of each read replica."
  value       = google_sql_database_instance.replica[*].connection_name
}
