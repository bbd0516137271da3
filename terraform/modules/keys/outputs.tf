output "key_ids" {
  description = "Name of each key to its full name: projects/P/locations/L/keyRings/R/cryptoKeys/K. Known once its service agents may use it."
  value       = { for name, key in google_kms_crypto_key.this : name => key.id }
  depends_on  = [google_kms_crypto_key_iam_member.service_agent]
}
