output "wheelhouse" {
  description = "What an operator needs to know: addresses, names, and what still needs a value."
  value       = module.wheelhouse
}
