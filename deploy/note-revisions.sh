#!/usr/bin/env bash
# Notes which revisions serve before anything changes: roll-back.sh goes back to them. Reads PROJECT and REGION; writes
#   build/deploy/revisions   a function and its traffic a line: fleet fleet-00007-abc=100
#   build/deploy/held-back   functions that do not serve their newest revision, since they were rolled back
set -euo pipefail

mkdir -p build/deploy
: >build/deploy/revisions
: >build/deploy/held-back

services=$(gcloud run services list --project="$PROJECT" --region="$REGION" --format='value(metadata.name)')
for folder in build/functions/*/; do
  name=$(basename "$folder")
  if ! grep --quiet --line-regexp --fixed-strings "$name" <<<"$services"; then
    echo "$name is new."
    continue
  fi
  describe=(gcloud run services describe "$name" --project="$PROJECT" --region="$REGION")
  rows=$("${describe[@]}" --flatten=status.traffic --format='csv[no-heading](status.traffic.revisionName,status.traffic.percent)')
  # A revision that only has a tag has no share.
  traffic=$(awk -F, '$2 > 0 { printf "%s%s=%s", separator, $1, $2; separator = "," }' <<<"$rows")
  newest=$("${describe[@]}" --format='value(status.latestReadyRevisionName)')
  echo "$name $traffic" | tee -a build/deploy/revisions
  if [ "$traffic" != "$newest=100" ]; then
    echo "$name" >>build/deploy/held-back
  fi
done
