#!/usr/bin/env bash
# Ends the deployment: either the smoke test passes, or the changed functions serve again what they served before, and the build fails.
set -euo pipefail

if deploy/smoke.sh; then
  exit 0
fi
echo 'The smoke test failed: rolling back.' >&2
deploy/roll-back.sh
exit 1
