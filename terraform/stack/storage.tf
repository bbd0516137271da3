locals {
  # What function.yaml may name; functions know each by the variable <NAME>_BUCKET.
  buckets = {
    documents = { versioning = true, storage_class_after_days = { NEARLINE = 90 }, delete_after_days = null }
    # Footage is large, never replaced, and mostly looked at in its first weeks.
    video = { versioning = false, storage_class_after_days = { NEARLINE = 30, COLDLINE = 180 }, delete_after_days = var.video_retention_days }
  }
}

module "bucket" {
  source   = "../modules/bucket"
  for_each = local.buckets

  project_id               = local.project_id
  location                 = var.region
  name                     = "${var.project_id}-${each.key}"
  labels                   = local.labels
  kms_key_id               = local.key_ids.storage
  versioning               = each.value.versioning
  storage_class_after_days = each.value.storage_class_after_days
  delete_after_days        = each.value.delete_after_days
  upload_origins           = var.cors_origins
  force_destroy            = !var.deletion_protection
}

# Eventarc hears of new objects through notifications that Cloud Storage's own agent publishes, to a topic that Eventarc makes; so the
# role cannot be granted on the topic. https://cloud.google.com/eventarc/standard/docs/run/route-trigger-cloud-storage
resource "google_project_iam_member" "storage_notifications" {
  project = local.project_id
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${local.service_agents.storage}"
}
