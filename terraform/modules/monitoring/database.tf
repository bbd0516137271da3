locals {
  # The primary and its replicas; not a clone that a migration is rehearsed on.
  database_filter = "resource.type=\"cloudsql_database\" resource.labels.database_id=monitoring.regex.full_match(\"${var.project_id}:${var.database_instance}(-replica-[0-9]+)?\")"

  # Metrics: https://cloud.google.com/sql/docs/postgres/admin-api/metrics. Each holds for the primary and for every replica.
  database_limits = {
    database-cpu = {
      title     = "the database's processors are busy"
      metric    = "database/cpu/utilization", above = 0.8, duration = "900s", severity = "WARNING", section = "database"
      meaning   = "The processors of a database server were used to more than 80 % for a quarter of an hour."
      reduction = {}
    }
    database-memory = {
      title     = "the database's memory is short"
      metric    = "database/memory/utilization", above = 0.9, duration = "900s", severity = "WARNING", section = "database"
      meaning   = "A database server used more than 90 % of its memory for a quarter of an hour; beyond it, it is restarted."
      reduction = {}
    }
    database-disk = {
      title     = "the database's disk fills up"
      metric    = "database/disk/utilization", above = 0.85, duration = "900s", severity = "ERROR", section = "database"
      meaning   = "The disk of a database server is filled to more than 85 %: it grows by itself, so it has come near its limit."
      reduction = {}
    }
    database-connections = {
      title     = "connections to the database run out"
      metric    = "database/postgresql/num_backends", above = floor(var.database_max_connections * 0.8), duration = "300s", severity = "ERROR", section = "connections"
      meaning   = "More than 80 % of the ${var.database_max_connections} connections of a database server were in use for five minutes. Functions that find none fail."
      reduction = { reduce = "REDUCE_SUM", group_by = ["resource.label.database_id"] }
    }
    database-transaction-ids = {
      title     = "transaction ids run out"
      metric    = "database/postgresql/transaction_id_utilization", above = 0.5, duration = "3600s", severity = "ERROR", section = "database"
      meaning   = "More than half of the transaction ids are in use: vacuum does not keep up, or a forgotten transaction holds it back."
      reduction = {}
    }
    replication-lag = {
      title     = "a replica falls behind"
      metric    = "database/replication/replica_lag", above = 60, duration = "300s", severity = "WARNING", section = "replication-lag"
      meaning   = "A read replica was more than a minute behind the primary for five minutes: reports show old figures."
      reduction = {}
    }
  }

  database_alerts = merge(
    {
      for key, limit in local.database_limits : key => {
        title    = limit.title
        severity = limit.severity
        section  = limit.section
        meaning  = limit.meaning
        conditions = [{
          title       = "${limit.metric} above ${limit.above}"
          filter      = "metric.type=\"cloudsql.googleapis.com/${limit.metric}\" ${local.database_filter}"
          comparison  = "COMPARISON_GT"
          threshold   = limit.above
          duration    = limit.duration
          aggregation = merge({ period = "60s", align = "ALIGN_MEAN" }, limit.reduction)
        }]
      }
    },
    {
      database-down = {
        title    = "the database is down"
        severity = "CRITICAL"
        section  = "database"
        meaning  = "A database server did not run for two minutes. A failover to the standby takes about one."
        conditions = [{
          title       = "database/up below 1"
          filter      = "metric.type=\"cloudsql.googleapis.com/database/up\" ${local.database_filter}"
          comparison  = "COMPARISON_LT"
          threshold   = 1
          duration    = "120s"
          aggregation = { period = "60s", align = "ALIGN_MAX" }
        }]
      }
    },
  )
}
