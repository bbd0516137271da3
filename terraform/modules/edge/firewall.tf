locals {
  # Rule sets of the OWASP core rule set 3.3: https://cloud.google.com/armor/docs/waf-rules
  # Sensitivity 1 holds the rules with the fewest false alarms; this interface takes free text in many fields.
  attacks = {
    sqli             = { priority = 1000, name = "SQL injection" }
    xss              = { priority = 1010, name = "Cross-site scripting" }
    lfi              = { priority = 1020, name = "Reading local files" }
    rce              = { priority = 1030, name = "Running code" }
    protocolattack   = { priority = 1040, name = "Attacks on the protocol" }
    scannerdetection = { priority = 1050, name = "Vulnerability scanners" }
  }
}

resource "google_compute_security_policy" "this" {
  project     = var.project_id
  name        = var.prefix
  description = "Attacks are refused, greedy addresses are slowed down and banned."
  type        = "CLOUD_ARMOR"

  advanced_options_config {
    json_parsing = var.json_parsing
    log_level    = "NORMAL"
  }

  adaptive_protection_config {
    layer_7_ddos_defense_config {
      enable = true
    }
  }

  dynamic "rule" {
    for_each = local.attacks
    content {
      priority    = rule.value.priority
      description = rule.value.name
      action      = "deny(403)"
      preview     = var.waf_preview

      match {
        expr {
          expression = "evaluatePreconfiguredWaf('${rule.key}-v33-stable', {'sensitivity': 1})"
        }
      }
    }
  }

  # After the rules against attacks: the first rule that matches decides, and this one matches everything.
  rule {
    priority    = 2000
    description = "Requests a minute from one address"
    action      = "rate_based_ban"

    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }

    rate_limit_options {
      enforce_on_key   = "IP"
      conform_action   = "allow"
      exceed_action    = "deny(429)"
      ban_duration_sec = 600

      rate_limit_threshold {
        count        = var.rate_limit_per_minute
        interval_sec = 60
      }

      # Ten thousand is the most that a ban can count, and a minute the shortest time it can count in.
      ban_threshold {
        count        = min(var.rate_limit_per_minute * 5, 10000)
        interval_sec = 60
      }
    }
  }

  rule {
    priority    = 2147483647
    description = "Everything else"
    action      = "allow"

    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }
}
