#!/usr/bin/env bash
# Installs what package-lock.json names with the pinned Node.js, and hands the checkout to the user that the checks run as (checks.sh).
set -euo pipefail

node scripts/prepare.mjs
# Tests build bundles, which takes npm, in the image of the Pub/Sub emulator, which has none.
cp -R "$(npm root --global)/npm" node_modules/npm
ln -s ../npm/bin/npm-cli.js node_modules/.bin/npm
chown -R 1000:1000 .
