mock_provider "google" {}

variables {
  project_id = "example-project"
  region     = "europe-west1"
  prefix     = "wheelhouse"
  domains    = ["api.example.com", "api.example.org"]
  functions = {
    fleet      = { service = "fleet", paths = ["/v1/vehicle", "/v1/drivers"] }
    telematics = { service = "telematics-service", paths = ["/v1/vehicle-states", "/v1/vehicle-state"] }
    reference  = { service = "reference", paths = ["/health"] }
  }
  default_function = "reference"
}

run "routes_the_longest_prefix_first" {
  command = apply

  assert {
    condition = (
      [for rule in google_compute_url_map.this.path_matcher[0].route_rules : rule.match_rules[0].prefix_match]
      == ["/v1/vehicle-states", "/v1/vehicle-state", "/v1/drivers", "/v1/vehicle", "/health"]
    )
    error_message = "Wrong order: ${join(", ", [for rule in google_compute_url_map.this.path_matcher[0].route_rules : rule.match_rules[0].prefix_match])}"
  }

  assert {
    condition     = [for rule in google_compute_url_map.this.path_matcher[0].route_rules : rule.priority] == [1, 2, 3, 4, 5]
    error_message = "The first rule must have the first priority."
  }

  assert {
    condition = alltrue([
      for index, function in ["telematics", "telematics", "fleet", "fleet", "reference"] :
      google_compute_url_map.this.path_matcher[0].route_rules[index].service == google_compute_backend_service.function[function].id
    ])
    error_message = "A path must lead to its own function."
  }

  assert {
    condition = (
      google_compute_url_map.this.default_service == google_compute_backend_service.function["reference"].id
      && google_compute_url_map.this.path_matcher[0].default_service == google_compute_backend_service.function["reference"].id
    )
    error_message = "Whatever has no route must lead to the default function."
  }

  assert {
    condition     = google_compute_region_network_endpoint_group.function["telematics"].cloud_run[0].service == "telematics-service"
    error_message = "A function's endpoint must be its Cloud Run service."
  }
}

run "protects_every_function" {
  command = apply

  assert {
    condition = (
      length(google_compute_backend_service.function) == 3
      && alltrue([for service in google_compute_backend_service.function : service.security_policy == google_compute_security_policy.this.id && service.load_balancing_scheme == "EXTERNAL_MANAGED"])
    )
    error_message = "Every function must stand behind the security policy."
  }
}

run "refuses_attacks" {
  command = plan

  assert {
    condition = length(setsubtract(
      [for attack in ["sqli", "xss", "lfi", "rce", "protocolattack", "scannerdetection"] : "evaluatePreconfiguredWaf('${attack}-v33-stable', {'sensitivity': 1})"],
      flatten([for rule in google_compute_security_policy.this.rule : [for expr in one(rule.match).expr : expr.expression] if rule.action == "deny(403)" && !coalesce(rule.preview, false)]),
    )) == 0
    error_message = "A rule set against attacks is missing or only previewed."
  }

  # The rate limit matches every request, so that nothing after it is asked.
  assert {
    condition = alltrue([
      for rule in google_compute_security_policy.this.rule :
      rule.priority < one([for other in google_compute_security_policy.this.rule : other.priority if other.action == "rate_based_ban"])
      if rule.action == "deny(403)"
    ])
    error_message = "Attacks must be looked for before requests are counted."
  }

  assert {
    condition     = google_compute_security_policy.this.advanced_options_config[0].json_parsing == "STANDARD"
    error_message = "JSON bodies must be read field by field."
  }
}

run "only_logs_attacks_in_preview" {
  command = plan

  variables {
    waf_preview = true
  }

  assert {
    condition     = alltrue([for rule in google_compute_security_policy.this.rule : rule.preview if rule.action == "deny(403)"])
    error_message = "With waf_preview the rules against attacks must only log."
  }
}

run "bans_greedy_addresses" {
  command = plan

  variables {
    rate_limit_per_minute = 600
  }

  assert {
    condition = anytrue([
      for rule in google_compute_security_policy.this.rule :
      rule.action == "rate_based_ban" && !coalesce(rule.preview, false)
      && try(rule.rate_limit_options[0].enforce_on_key, "") == "IP"
      && try(rule.rate_limit_options[0].rate_limit_threshold[0].count, 0) == 600
      && try(rule.rate_limit_options[0].rate_limit_threshold[0].interval_sec, 0) == 60
      && try(rule.rate_limit_options[0].exceed_action, "") == "deny(429)"
      && try(rule.rate_limit_options[0].ban_duration_sec, 0) > 0
    ])
    error_message = "More than 600 requests a minute from one address must be refused."
  }

  assert {
    condition = anytrue([
      for rule in google_compute_security_policy.this.rule :
      try(rule.rate_limit_options[0].ban_threshold[0].count, 0) == 3000 && try(rule.rate_limit_options[0].ban_threshold[0].interval_sec, 0) == 60
    ])
    error_message = "Five times as many requests must ban the address."
  }
}

run "counts_no_further_than_cloud_armor_does" {
  command = plan

  variables {
    rate_limit_per_minute = 10000
  }

  assert {
    condition = alltrue([
      for rule in google_compute_security_policy.this.rule : try(rule.rate_limit_options[0].ban_threshold[0].count, 0) <= 10000
    ])
    error_message = "Cloud Armor refuses a rule that counts more than 10000 requests."
  }
}

run "refuses_a_rate_that_cloud_armor_cannot_count" {
  command = plan

  variables {
    rate_limit_per_minute = 10001
  }

  expect_failures = [var.rate_limit_per_minute]
}

run "speaks_modern_tls_only" {
  command = apply

  assert {
    condition     = google_compute_ssl_policy.this.profile == "MODERN" && google_compute_ssl_policy.this.min_tls_version == "TLS_1_2"
    error_message = "Old TLS must be refused."
  }

  assert {
    condition     = google_compute_target_https_proxy.this.ssl_policy == google_compute_ssl_policy.this.id && google_compute_target_https_proxy.this.url_map == google_compute_url_map.this.id
    error_message = "The proxy must use the TLS policy and the routes."
  }

  assert {
    condition     = toset(google_compute_target_https_proxy.this.ssl_certificates) == toset([for domain in ["api.example.com", "api.example.org"] : google_compute_managed_ssl_certificate.this[domain].id])
    error_message = "Every domain must have its certificate."
  }
}

run "sends_plain_http_to_the_encrypted_address" {
  command = apply

  assert {
    condition = (
      google_compute_url_map.redirect.default_url_redirect[0].https_redirect && google_compute_url_map.redirect.default_service == null
      && google_compute_target_http_proxy.redirect.url_map == google_compute_url_map.redirect.id
      && google_compute_global_forwarding_rule.redirect.port_range == "80"
    )
    error_message = "Port 80 must do nothing but redirect."
  }

  assert {
    condition     = google_compute_global_forwarding_rule.https.ip_address == google_compute_global_forwarding_rule.redirect.ip_address
    error_message = "Both ports must be at one address."
  }
}

run "a_further_domain_leaves_the_certificates_of_the_others_alone" {
  command = plan

  variables {
    domains = ["api.example.net", "api.example.com"]
  }

  assert {
    condition     = google_compute_managed_ssl_certificate.this["api.example.net"].name == "wheelhouse-${substr(sha256("api.example.net"), 0, 8)}" && google_compute_managed_ssl_certificate.this["api.example.com"].name == "wheelhouse-${substr(sha256("api.example.com"), 0, 8)}" && output.url == "https://api.example.net"
    error_message = "A certificate's name must follow its own domain alone."
  }
}

run "refuses_a_path_of_two_functions" {
  command = plan

  variables {
    functions = {
      fleet     = { service = "fleet", paths = ["/v1/vehicles"] }
      reference = { service = "reference", paths = ["/v1/vehicles"] }
    }
  }

  expect_failures = [google_compute_url_map.this]
}

run "refuses_an_unknown_default" {
  command = plan

  variables {
    default_function = "nobody"
  }

  expect_failures = [var.default_function]
}

run "refuses_an_address_as_domain" {
  command = plan

  variables {
    domains = ["https://api.example.com"]
  }

  expect_failures = [var.domains]
}
