# What function.yaml says under `access` and `secrets`, each granted on the narrowest resource that has the role. What it publishes is
# granted by modules/topic: a topic needs the address of the functions it pushes to, so functions cannot need topics.

locals {
  access = var.description.access

  bucket_roles  = { read = "roles/storage.objectViewer", write = "roles/storage.objectUser" }
  account_roles = { none = [], read = ["roles/firebaseauth.viewer"], manage = ["roles/firebaseauth.admin"] }

  # Models and accounts have no resource of their own that a role could be granted on.
  project_roles = concat(local.access.models ? ["roles/aiplatform.user"] : [], local.account_roles[local.access.accounts])
}

resource "google_storage_bucket_iam_member" "object_access" {
  for_each = local.access.buckets

  bucket = var.bucket_names[each.key]
  role   = local.bucket_roles[each.value]
  member = google_service_account.runtime.member
}

# A signed URL is signed by the account itself, through the IAM API: there is no private key anywhere.
resource "google_service_account_iam_member" "url_signer" {
  count = local.access.signsUrls ? 1 : 0

  service_account_id = google_service_account.runtime.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.runtime.member
}

resource "google_kms_crypto_key_iam_member" "tenant_key" {
  count = local.access.encrypts ? 1 : 0

  crypto_key_id = var.tenant_key_id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = google_service_account.runtime.member
}

resource "google_project_iam_member" "access" {
  for_each = toset(local.project_roles)

  project = var.project_id
  role    = each.value
  member  = google_service_account.runtime.member
}

resource "google_secret_manager_secret_iam_member" "accessor" {
  for_each = local.secrets

  project   = var.project_id
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.runtime.member
}
