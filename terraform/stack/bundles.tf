# Bundles of the functions: `npm run build` writes them with a manifest that names the hash of each. The hash is in the object's name, so
# that a function is deployed when, and only when, its bundle has changed.

locals {
  bundles = jsondecode(file("${var.bundles_directory}/manifest.json"))
}

module "sources" {
  source = "../modules/bucket"

  project_id      = local.project_id
  location        = var.region
  name            = "${var.project_id}-function-sources"
  labels          = local.labels
  kms_key_id      = local.key_ids.storage
  noncurrent_days = 30
  force_destroy   = true # all of it can be built again
}

data "archive_file" "bundle" {
  for_each = local.functions

  type        = "zip"
  source_dir  = "${var.bundles_directory}/${local.bundles.functions[each.key].directory}"
  output_path = "${var.bundles_directory}/archives/${each.key}-${local.bundles.functions[each.key].hash}.zip"
  # The same bytes on every machine.
  output_file_mode = "0644"

  lifecycle {
    precondition {
      condition     = contains(keys(local.bundles.functions), each.key)
      error_message = "${var.bundles_directory}/manifest.json has no bundle of ${each.key}: run `npm run build` again."
    }
  }
}

resource "google_storage_bucket_object" "bundle" {
  for_each = local.functions

  bucket = module.sources.name
  name   = "${each.key}/${local.bundles.functions[each.key].hash}.zip"
  source = data.archive_file.bundle[each.key].output_path

  lifecycle {
    create_before_destroy = true
    # The name says what is in it; another machine's path or checksum of the archive is no change.
    ignore_changes = [source, detect_md5hash]
  }
}

# Builds the containers. Without it builds would run as the project's default account, which may do far more.
resource "google_service_account" "build" {
  project      = local.project_id
  account_id   = "${local.prefix}-function-build"
  display_name = "Builds the functions' containers"
}

resource "google_project_iam_member" "build_logs" {
  project = local.project_id
  role    = "roles/logging.logWriter"
  member  = google_service_account.build.member
}

# Cloud Functions copies each source to a bucket of its own, gcf-v2-sources-…, which exists after the first deployment only.
resource "google_project_iam_member" "build_sources" {
  project = local.project_id
  role    = "roles/storage.objectViewer"
  member  = google_service_account.build.member

  condition {
    title      = "only_sources_of_functions"
    expression = "resource.name.startsWith('projects/_/buckets/gcf-v2-sources-${local.number}-')"
  }
}

resource "google_storage_bucket_iam_member" "build_sources" {
  bucket = module.sources.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.build.member
}

resource "google_artifact_registry_repository_iam_member" "build_images" {
  project    = local.project_id
  location   = var.region
  repository = module.function_images.repository_id
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build.member
}
