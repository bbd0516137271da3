output "name" {
  description = "Name of the bucket."
  value       = google_storage_bucket.this.name
}

output "is_private" {
  description = "Whether nobody can be let in without signing in."
  value       = google_storage_bucket.this.public_access_prevention == "enforced" && google_storage_bucket.this.uniform_bucket_level_access
}

output "force_destroy" {
  description = "Whether the bucket can be destroyed with what is in it."
  value       = google_storage_bucket.this.force_destroy
}

output "url" {
  description = "Address of the bucket: gs://name."
  value       = google_storage_bucket.this.url
}
