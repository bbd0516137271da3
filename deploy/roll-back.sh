#!/usr/bin/env bash
# Sends the traffic of every changed function to the revisions that note-revisions.sh wrote down. The database stays as it is: the
# release before works with the new schema (docs/migrations.md). Reads PROJECT and REGION.
set -euo pipefail

failed=0
while read -r name; do
  traffic=$(awk -v name="$name" '$1 == name { print $2 }' build/deploy/revisions)
  if [ -z "$traffic" ]; then
    echo "$name has no earlier revision: it stays as it is."
  elif gcloud run services update-traffic "$name" --project="$PROJECT" --region="$REGION" --to-revisions="$traffic" </dev/null; then
    echo "$name serves $traffic again."
  else
    echo "$name could not be sent back to $traffic: do it by hand (docs/runbooks/releases.md)." >&2
    failed=1
  fi
done <build/deploy/changed
exit "$failed"
