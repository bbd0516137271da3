# Containers only: values are added by people (`gcloud secrets versions add`), so that none is ever in Terraform's state. The one value
# that Terraform makes is the password of the database's administrator, in modules/database. Who may read a secret is granted where
# it is used, in modules/function.
resource "google_secret_manager_secret" "this" {
  for_each = var.names

  project   = var.project_id
  secret_id = lower(replace(each.value, "_", "-"))
  labels    = var.labels

  # A version that was destroyed by mistake can be brought back for a day.
  version_destroy_ttl = "86400s"

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }
}
