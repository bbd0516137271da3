#!/usr/bin/env bash
# Migrates a clone of the database first, and deletes it whatever happens. Only production has data that surprises.
# Reads ENVIRONMENT, PROJECT, REGION and BUILD.
set -euo pipefail

if [ "$ENVIRONMENT" != prod ]; then
  echo "No rehearsal in $ENVIRONMENT."
  exit 0
fi

instance=wheelhouse
# The job may connect to instances that begin like this (terraform/stack/jobs.tf).
clone=wheelhouse-clone-${BUILD:0:8}

delete_clone() {
  local status=$?
  trap - EXIT
  # A clone has the settings of its source: it is protected, and its backups would outlive it.
  if gcloud sql instances patch "$clone" --project="$PROJECT" --no-deletion-protection --no-retain-backups-on-delete --quiet &&
    gcloud sql instances delete "$clone" --project="$PROJECT" --quiet; then
    exit "$status"
  fi
  echo "The clone $clone could not be deleted. It holds all that production holds: delete it by hand." >&2
  exit 1
}

operation=$(gcloud sql instances clone "$instance" "$clone" --project="$PROJECT" --async --format='value(name)')
trap delete_clone EXIT
trap 'exit 143' INT TERM
gcloud sql operations wait "$operation" --project="$PROJECT" --timeout=unlimited

deploy/migrate.sh "$PROJECT:$REGION:$clone"
echo "The migrations went through on $clone."
