#!/usr/bin/env bash
# Installs what package-lock.json names with the pinned Node.js, and hands the checkout to the user that the checks run as (checks.sh).
set -euo pipefail

node scripts/prepare.mjs
chown -R 1000:1000 .
