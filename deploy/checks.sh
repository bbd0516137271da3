#!/usr/bin/env bash
# Runs one of the project's checks with the pinned Node.js and the database of this build:
#   checks.sh verify    types, lint, format and structural guards
#   checks.sh test      the whole suite; where an image has the official Pub/Sub emulator, that one is started and tested too
set -euo pipefail

case "${1:-}" in
  verify) check=(node scripts/verify.ts) ;;
  test) check=(node node_modules/vitest/vitest.mjs run) ;;
  *)
    echo "checks.sh was given '${1:-}'; give verify or test." >&2
    exit 2
    ;;
esac

export PATH=$PWD/node_modules/.bin:$PATH HOME=/tmp DATABASE_URL=${DATABASE_URL:-postgres://postgres@postgres/postgres}
# Tests start a PostgreSQL of their own too, which refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  exec setpriv --reuid=1000 --regid=1000 --clear-groups "${check[@]}"
fi
exec "${check[@]}"
