#!/usr/bin/env bash
# Fetches the variables of the environment, which are not in the repository: terraform.tfvars beside the state.
# Reads ENVIRONMENT and STATE_BUCKET.
set -euo pipefail

source=gs://$STATE_BUCKET/wheelhouse/terraform.tfvars
if ! gcloud storage cp "$source" "terraform/environments/$ENVIRONMENT/terraform.tfvars"; then
  echo "There is no $source. Copy the terraform.tfvars of $ENVIRONMENT there: gcloud storage cp terraform.tfvars $source" >&2
  exit 1
fi
