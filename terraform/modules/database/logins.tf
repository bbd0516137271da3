# What a login may do in the database is decided there: `wheelhouse database prepare` makes it a member of a role.
resource "google_sql_user" "login" {
  for_each = { for login in var.logins : login.name => login }

  project  = var.project_id
  instance = google_sql_database_instance.this.name
  name     = each.value.name
  type     = each.value.type
}

# The built-in administrator prepares roles and extensions, and nothing else. Its password is in Secret Manager for the job
# that does it, and (as of every generated value) in the state, whose bucket only the deployer reads.
resource "random_password" "admin" {
  length           = 40
  min_lower        = 4
  min_upper        = 4
  min_numeric      = 4
  min_special      = 4
  override_special = "-_.~"
}

resource "google_sql_user" "admin" {
  project  = var.project_id
  instance = google_sql_database_instance.this.name
  name     = "postgres"
  type     = "BUILT_IN"
  password = random_password.admin.result

  # It owns the extensions, so that PostgreSQL would refuse to drop it.
  deletion_policy = "ABANDON"
}

resource "google_secret_manager_secret" "admin_password" {
  project   = var.project_id
  secret_id = "${var.name}-database-admin-password"
  labels    = var.labels

  # Where the database is, and nowhere else.
  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }
}

resource "google_secret_manager_secret_version" "admin_password" {
  secret      = google_secret_manager_secret.admin_password.id
  secret_data = random_password.admin.result
}
