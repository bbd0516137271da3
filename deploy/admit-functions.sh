#!/usr/bin/env bash
# After the apply: lets the logins of new functions act as their roles, and functions that an earlier build rolled back serve
# their newest revision again. Reads PROJECT and REGION; adds the latter to build/deploy/changed.
set -euo pipefail

gcloud run jobs execute wheelhouse-database --project="$PROJECT" --region="$REGION" --wait --args=database,prepare

while read -r name; do
  # First the note: a function whose traffic moves half-way must be rolled back too.
  grep --quiet --line-regexp --fixed-strings "$name" build/deploy/changed || echo "$name" >>build/deploy/changed
  gcloud run services update-traffic "$name" --project="$PROJECT" --region="$REGION" --to-latest </dev/null
done <build/deploy/held-back
