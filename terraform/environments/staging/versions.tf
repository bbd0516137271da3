terraform {
  required_version = ">= 1.9"

  # terraform init -backend-config=bucket=<bucket of the state> -backend-config=prefix=wheelhouse
  backend "gcs" {}

  required_providers {
    archive = {
      source  = "hashicorp/archive"
      version = "~> 2.7"
    }
    google = {
      source  = "hashicorp/google"
      version = "~> 6.50"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }
}

provider "google" {
  project = var.project_id
  region  = var.region
  # Quota and billing of the calls themselves go to this project, also where a person applies.
  billing_project       = var.project_id
  user_project_override = true
}
