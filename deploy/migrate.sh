#!/usr/bin/env bash
# Prepares and migrates the database with the command line of this build, before the code comes that needs it. Two runs at once are
# one: the migrator takes an advisory lock. Reads PROJECT and REGION; an argument names another instance (project:region:name).
set -euo pipefail

job=(wheelhouse-database --project="$PROJECT" --region="$REGION")
instance=()
if [ $# -gt 0 ]; then
  instance=(--update-env-vars="INSTANCE_CONNECTION_NAME=$1")
fi

gcloud run jobs update "${job[@]}" --image="$(cat build/deploy/tool-image)"
gcloud run jobs execute "${job[@]}" "${instance[@]}" --wait --args=database,prepare
gcloud run jobs execute "${job[@]}" "${instance[@]}" --wait
