#!/usr/bin/env bash
# Asks every address of build/deploy/smoke (a line: expected status, address), and says which answered otherwise.
# Reads SMOKE_TOKEN_SECRET: the secret that holds an API token, for the addresses that want one; those are left out without it.
set -euo pipefail

token=
if [ -n "${SMOKE_TOKEN_SECRET:-}" ]; then
  token=$(gcloud secrets versions access latest --secret="$SMOKE_TOKEN_SECRET" --project="$PROJECT")
fi

failed=0
while read -r expected url as; do
  request=(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 30 --retry 5 --retry-delay 3 --retry-connrefused)
  if [ "$as" = token ]; then
    [ -n "$token" ] || continue
    # By standard input, as arguments can be seen by others.
    status=$("${request[@]}" --config - "$url" <<<"header = \"Authorization: Bearer $token\"") || true
  else
    status=$("${request[@]}" "$url" </dev/null) || true
  fi
  if [ "$status" = "$expected" ]; then
    echo "ok    $status $url"
  else
    echo "FAIL  $status $url, expected $expected"
    failed=$((failed + 1))
  fi
done <build/deploy/smoke

if [ "$failed" != 0 ]; then
  echo "$failed addresses did not answer as they should." >&2
  exit 1
fi
