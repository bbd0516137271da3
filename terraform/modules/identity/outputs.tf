output "issuer" {
  description = "Issuer of the ID tokens that functions accept."
  value       = "https://securetoken.google.com/${google_identity_platform_config.this.project}"
}
