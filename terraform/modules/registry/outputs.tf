output "repository_id" {
  description = "Id of the repository, for grants on it."
  value       = google_artifact_registry_repository.this.id
}

output "immutable_tags" {
  description = "Whether a tag never moves."
  value       = google_artifact_registry_repository.this.docker_config[0].immutable_tags
}

output "repository_url" {
  description = "Where images are pushed to and pulled from, without an image's name."
  value       = "${var.region}-docker.pkg.dev/${var.project_id}/${google_artifact_registry_repository.this.repository_id}"
}
