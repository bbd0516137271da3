#!/usr/bin/env bash
# Lists what the smoke test asks: build/deploy/smoke, from build/deploy/outputs.json and the interface as it is declared.
set -euo pipefail

node scripts/openapi.ts --out build/deploy/openapi.json
node deploy/list-smoke.ts
