module "network" {
  source = "../modules/network"

  project_id = local.project_id
  region     = var.region
  prefix     = local.prefix
  labels     = local.labels
}

module "database" {
  source = "../modules/database"

  project_id             = local.project_id
  region                 = var.region
  name                   = local.prefix
  labels                 = local.labels
  tier                   = var.database.tier
  edition                = var.database.edition
  availability_type      = var.database.availability_type
  disk_size_gb           = var.database.disk_size_gb
  disk_size_limit_gb     = var.database.disk_size_limit_gb
  network_id             = module.network.network_id
  deletion_protection    = var.deletion_protection
  retained_backups       = var.database.retained_backups
  point_in_time_recovery = var.database.point_in_time_recovery
  read_replica_count     = var.database.read_replica_count
  replica_tier           = var.database.replica_tier
  max_connections        = var.database.max_connections
  kms_key_name           = local.key_ids.database
  # Functions make their own logins; people and the database job have theirs here.
  logins = concat([{ name = local.database_job_user, type = "CLOUD_IAM_SERVICE_ACCOUNT" }], var.database_people)

  # The instance gets its private address from the peering.
  depends_on = [module.network]
}

resource "google_project_iam_member" "database_people" {
  for_each = {
    for login in setproduct(var.database_people, ["roles/cloudsql.client", "roles/cloudsql.instanceUser"]) :
    "${login[0].name} ${login[1]}" => { person = login[0], role = login[1] }
  }

  project = local.project_id
  role    = each.value.role
  member  = "${each.value.person.type == "CLOUD_IAM_GROUP" ? "group" : "user"}:${each.value.person.name}"

  condition {
    title      = "only ${module.database.instance_name}"
    expression = "resource.name == 'projects/${var.project_id}/instances/${module.database.instance_name}' && resource.type == 'sqladmin.googleapis.com/Instance'"
  }
}
