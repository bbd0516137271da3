#!/usr/bin/env bash
# Starts PostgreSQL 17 with pgvector beside the steps of this build, as host `postgres`, and waits until it answers.
set -euo pipefail

# Nothing in it outlives the build, so durability is off.
docker run --detach --name=postgres --network=cloudbuild \
  --env=POSTGRES_HOST_AUTH_METHOD=trust --env=POSTGRES_INITDB_ARGS=--locale=C.UTF-8 \
  pgvector/pgvector:pg17 -c max_connections=200 -c timezone=UTC -c jit=off \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off

# While the data directory is made the server answers on its socket alone: asked is by TCP.
for _ in $(seq 60); do
  if docker exec postgres pg_isready --quiet --host=127.0.0.1 --username=postgres; then
    echo 'PostgreSQL answers.'
    exit 0
  fi
  sleep 1
done
docker logs postgres >&2
echo 'PostgreSQL did not answer within a minute; above is what it said.' >&2
exit 1
