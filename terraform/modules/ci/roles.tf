data "google_project" "this" {
  project_id = var.project_id
}

locals {
  # What `terraform apply` of the stack needs beyond single resources, and why. None reads objects, rows of the lake or values of
  # secrets: those are administered by the custom roles below, which leave out their contents.
  project_roles = {
    "roles/artifactregistry.admin"          = "the repository, grants on it, and pushing the image of the command line"
    "roles/cloudbuild.builds.viewer"        = "reads this module's trigger; an administrator changes it"
    "roles/cloudfunctions.developer"        = "makes and updates functions"
    "roles/cloudkms.admin"                  = "keys, their rotation and grants on them; it cannot use them"
    "roles/cloudscheduler.admin"            = "makes a schedule for each function that has one"
    "roles/cloudsql.admin"                  = "the instance, its users, and the clone that migrations are rehearsed on"
    "roles/compute.networkAdmin"            = "network, NAT gateway and load balancer"
    "roles/compute.securityAdmin"           = "firewall, Cloud Armor, certificates and TLS policy, which networkAdmin leaves out"
    "roles/iam.roleViewer"                  = "reads this module's custom roles; an administrator changes them"
    "roles/iam.serviceAccountAdmin"         = "one service account a function, and who may act as it"
    "roles/iam.serviceAccountUser"          = "gives functions and jobs their service accounts; those are only made during the apply"
    "roles/iam.workloadIdentityPoolViewer"  = "reads this module's workload identity pool; an administrator changes it"
    "roles/identityplatform.admin"          = "sign-in methods"
    "roles/logging.configWriter"            = "metrics that are counted from logs"
    "roles/logging.logWriter"               = "writes the log of a build"
    "roles/monitoring.editor"               = "objectives, alerts, the uptime check and the dashboard"
    "roles/pubsub.admin"                    = "topics, schemas, subscriptions and grants on them"
    "roles/run.admin"                       = "who may call a function's service, jobs and their runs, and the share of traffic a revision gets"
    "roles/servicenetworking.networksAdmin" = "the peering that gives the database a private address"
    "roles/serviceusage.serviceUsageAdmin"  = "enables APIs"
    "roles/vpcaccess.admin"                 = "the connector of the functions"
  }

  # IAM conditions, where a role would otherwise be worth more than the apply needs.
  conditional_roles = {
    "roles/resourcemanager.projectIamAdmin" = {
      reason     = "grants functions the few roles that exist project-wide only"
      title      = "only_roles_of_functions"
      expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${join(", ", [for role in var.grantable_roles : "'${role}'"])}])"
    }
    "roles/secretmanager.secretAccessor" = {
      reason     = "reads back the generated password of the database's administrator, which it keeps in the state"
      title      = "only_the_administrators_password"
      expression = "resource.name.startsWith('projects/${data.google_project.this.number}/secrets/${var.admin_password_secret}/')"
    }
  }
}

resource "google_project_iam_member" "deployer" {
  for_each = local.project_roles

  project = var.project_id
  role    = each.key
  member  = google_service_account.deployer.member
}

resource "google_project_iam_member" "deployer_within_limits" {
  for_each = local.conditional_roles

  project = var.project_id
  role    = each.key
  member  = google_service_account.deployer.member

  condition {
    title       = each.value.title
    description = each.value.reason
    expression  = each.value.expression
  }
}

resource "google_project_iam_custom_role" "bucket_administrator" {
  project     = var.project_id
  role_id     = "${replace(var.prefix, "-", "_")}_bucket_administrator"
  title       = "${var.prefix}: bucket administrator"
  description = "Buckets and grants on them; not the objects in them."
  permissions = [for action in ["create", "delete", "get", "getIamPolicy", "list", "setIamPolicy", "update"] : "storage.buckets.${action}"]
}

resource "google_project_iam_custom_role" "secret_administrator" {
  project     = var.project_id
  role_id     = "${replace(var.prefix, "-", "_")}_secret_administrator"
  title       = "${var.prefix}: secret administrator"
  description = "Secrets, grants on them and new versions; not the values of versions."
  permissions = concat(
    [for action in ["create", "delete", "get", "getIamPolicy", "list", "setIamPolicy", "update"] : "secretmanager.secrets.${action}"],
    [for action in ["add", "destroy", "disable", "enable", "get", "list"] : "secretmanager.versions.${action}"],
  )
}

# Not bigquery.user: whoever makes the dataset would own it, with what is in it, and all others could not even refresh its tables. Only
# an administrator makes and changes the view, as BigQuery lets only those define one who may read what it shows.
resource "google_project_iam_custom_role" "lake_administrator" {
  project     = var.project_id
  role_id     = "${replace(var.prefix, "-", "_")}_lake_administrator"
  title       = "${var.prefix}: lake administrator"
  description = "Datasets and tables and grants on them; not the rows in them."
  permissions = concat(
    [for action in ["create", "delete", "get", "getIamPolicy", "setIamPolicy", "update"] : "bigquery.datasets.${action}"],
    [for action in ["create", "delete", "get", "getIamPolicy", "list", "setIamPolicy", "update"] : "bigquery.tables.${action}"],
  )
}

resource "google_project_iam_member" "deployer_custom" {
  for_each = {
    lake    = google_project_iam_custom_role.lake_administrator.name
    buckets = google_project_iam_custom_role.bucket_administrator.name
    secrets = google_project_iam_custom_role.secret_administrator.name
  }

  project = var.project_id
  role    = each.value
  member  = google_service_account.deployer.member
}

resource "google_storage_bucket_iam_member" "deployer" {
  for_each = {
    state   = var.state_bucket
    sources = var.sources_bucket
  }

  bucket = each.value
  role   = "roles/storage.objectUser"
  member = google_service_account.deployer.member
}

# Made by hand: what Terraform makes it could also replace.
resource "google_secret_manager_secret_iam_member" "smoke_token" {
  count = var.smoke_token_secret == null ? 0 : 1

  project   = var.project_id
  secret_id = var.smoke_token_secret
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.deployer.member
}
