locals {
  grants = merge([
    for name, key in var.keys : { for agent, email in key.service_agents : "${name}/${agent}" => { key = name, email = email } }
  ]...)
}

# Key rings and keys can never be deleted from a project, and a destroyed version takes what it encrypted with it.
resource "google_kms_key_ring" "this" {
  project  = var.project_id
  location = var.region
  name     = var.prefix

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_kms_crypto_key" "this" {
  for_each = var.keys

  key_ring        = google_kms_key_ring.this.id
  name            = each.key
  labels          = var.labels
  purpose         = "ENCRYPT_DECRYPT"
  rotation_period = "${each.value.rotation_days * 86400}s"
  # Time to notice that a version was scheduled for destruction, and to take that back.
  destroy_scheduled_duration = "2592000s"

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_kms_crypto_key_iam_member" "service_agent" {
  for_each = local.grants

  crypto_key_id = google_kms_crypto_key.this[each.value.key].id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${each.value.email}"
}
