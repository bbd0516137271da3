output "secret_ids" {
  description = "Name of each variable to the id of its secret."
  value       = { for name, secret in google_secret_manager_secret.this : name => secret.secret_id }
}
