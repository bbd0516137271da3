# The flags that the dataops design sets with ALTER SYSTEM, as Cloud SQL offers them, and what operating needs besides.
# Of that design's list, two are Cloud SQL's own affair: shared_preload_libraries (pg_stat_statements is always loaded) and
# shared_buffers (a third of the machine's memory by default; its fixed 256 MB would starve every larger machine).
# No flag is needed for the extensions in use: vector (pgvector), cube, earthdistance, pgcrypto, btree_gist, pg_trgm,
# pg_stat_statements; `create extension` suffices. https://cloud.google.com/sql/docs/postgres/flags
locals {
  # Only these tiers say how much memory they have; db-perf-optimized-N has 8 GB for each vCPU. Shared-core machines keep
  # Cloud SQL's defaults, as it refuses a cache of more than 70 % of the memory.
  memory_mb = try(
    tonumber(regex("^db-custom-[0-9]+-([0-9]+)$", var.tier)[0]),
    tonumber(regex("^db-perf-optimized-N-([0-9]+)$", var.tier)[0]) * 8192,
    null,
  )
  page_kb = 8

  cache_flags = local.memory_mb == null ? {} : {
    # dataops: effective_cache_size 1 GB, half of the 2 GB machine that its other values describe. In pages.
    effective_cache_size = tostring(floor(local.memory_mb * 1024 / 2 / local.page_kb))
  }

  flags = merge(local.cache_flags, {
    # Functions log in as their service accounts.
    "cloudsql.iam_authentication" = "on"

    # dataops: max_connections 200, work_mem 4 MB (in kB).
    max_connections = tostring(var.max_connections)
    work_mem        = "4096"

    # dataops: pg_stat_statements; functions of the database count with what they call.
    "pg_stat_statements.track" = "all"
    track_io_timing            = "on"

    # Disks are solid-state.
    random_page_cost = "1.1"

    # Moving or deleting a tenant locks every table and partition of a schema in one transaction; 64 would not do.
    max_locks_per_transaction = "256"

    # Functions set 10 s themselves; this ends what any other client forgot, before it holds back vacuum.
    idle_in_transaction_session_timeout = "60000"

    log_min_duration_statement  = tostring(var.slow_statement_ms)
    log_lock_waits              = "on"
    log_temp_files              = "10240"
    log_autovacuum_min_duration = "10000"
    log_checkpoints             = "on"
    log_connections             = "on"
    log_disconnections          = "on"
  })

  # A replica must allow at least as many connections and locks as its primary, so it has the same flags. Analytics runs for
  # minutes: the primary keeps the rows that such a query still sees, and replay waits for it.
  replica_flags = merge(local.flags, {
    hot_standby_feedback        = "on"
    max_standby_streaming_delay = "300000"
    work_mem                    = "65536"
  })
}
