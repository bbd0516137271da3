locals {
  has_database = var.description.database != "none"

  # An IAM login is the account's address without its ending: https://cloud.google.com/sql/docs/postgres/add-manage-iam-users
  database_user = "${google_service_account.runtime.account_id}@${google_service_account.runtime.project}.iam"

  database_environment = local.has_database ? merge(
    {
      INSTANCE_CONNECTION_NAME = var.database.instance_connection_name
      DATABASE_NAME            = var.database.database_name
      DATABASE_USER            = local.database_user
      DATABASE_ROLE            = "wheelhouse_app"
      DATABASE_POOL_SIZE       = tostring(var.database.pool_size)
    },
    var.description.database == "owner" ? { DATABASE_OWNER_ROLE = "wheelhouse_owner" } : {},
  ) : {}
}

# cloudsql.client opens the connector's tunnel, cloudsql.instanceUser logs in. Both exist only on projects, so a condition narrows them to
# the one instance: https://cloud.google.com/sql/docs/postgres/iam-conditions
resource "google_project_iam_member" "database" {
  for_each = local.has_database ? toset(["roles/cloudsql.client", "roles/cloudsql.instanceUser"]) : toset([])

  project = var.project_id
  role    = each.value
  member  = google_service_account.runtime.member

  condition {
    title      = "only ${var.database.instance_name}"
    expression = "resource.name == 'projects/${var.project_id}/instances/${var.database.instance_name}' && resource.type == 'sqladmin.googleapis.com/Instance'"
  }
}

resource "google_sql_user" "this" {
  count = local.has_database ? 1 : 0

  project  = var.project_id
  instance = var.database.instance_name
  name     = local.database_user
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}
