data "google_project" "this" {
  project_id = var.project_id
}

resource "google_project_service" "this" {
  for_each = toset([
    "aiplatform.googleapis.com",
    "artifactregistry.googleapis.com",
    "bigquery.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudkms.googleapis.com",
    "cloudscheduler.googleapis.com",
    "compute.googleapis.com",
    "containerscanning.googleapis.com",
    "eventarc.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "identitytoolkit.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "securetoken.googleapis.com",
    "servicenetworking.googleapis.com",
    "sqladmin.googleapis.com",
    "storage.googleapis.com",
    "sts.googleapis.com",
    "vpcaccess.googleapis.com",
  ])

  project = var.project_id
  service = each.value
  # A service that is taken out of this list may be in use by something else.
  disable_on_destroy = false
}

data "google_storage_project_service_account" "this" {
  project = local.project_id
}

locals {
  prefix = "wheelhouse"
  labels = merge(var.labels, { product = "wheelhouse", environment = var.environment })

  # The project, once its services are on: whatever names its project by this waits for them.
  project_id = one(distinct([for service in google_project_service.this : service.project]))

  # Google's own accounts, by which its services act in the project. They exist once `gcloud beta services identity create` was run for
  # each (README.md): the resource for that is in google-beta only.
  number = data.google_project.this.number
  service_agents = {
    bigquery = "bq-${local.number}@bigquery-encryption.iam.gserviceaccount.com"
    eventarc = "service-${local.number}@gcp-sa-eventarc.iam.gserviceaccount.com"
    pubsub   = "service-${local.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    sql      = "service-${local.number}@gcp-sa-cloud-sql.iam.gserviceaccount.com"
    storage  = data.google_storage_project_service_account.this.email_address
  }
}

# An agent that was asked for has none of the roles that Google gives those it makes itself: without them no message would be pushed and
# no trigger made. https://cloud.google.com/iam/docs/create-service-agents
resource "google_project_iam_member" "service_agents" {
  for_each = {
    eventarc = "roles/eventarc.serviceAgent"
    pubsub   = "roles/pubsub.serviceAgent"
    sql      = "roles/cloudsql.serviceAgent"
  }

  project = local.project_id
  role    = each.value
  member  = "serviceAccount:${local.service_agents[each.key]}"
}
