variable "functions_directory" {
  description = "Folder of the functions, each with its function.yaml; null for that of this repository."
  type        = string
  default     = null
}

variable "bundles_directory" {
  description = "Folder that `npm run build` wrote, with manifest.json in it."
  type        = string

  validation {
    condition     = fileexists("${var.bundles_directory}/manifest.json")
    error_message = "There is no manifest.json in ${var.bundles_directory}: run `npm run build` at the root of the repository first."
  }
}

variable "function_environment" {
  description = "Environment variables of single functions in this environment: { telematics = { LIVE_POLL_MS = \"2000\" } }."
  type        = map(map(string))
  default     = {}
}

variable "min_instances" {
  description = "Instances kept warm, by function."
  type        = map(number)
  default     = {}
}

variable "max_instances_limit" {
  description = "Most instances of any one function here, whatever its function.yaml says."
  type        = number
  default     = 1000
}

variable "cors_origins" {
  description = "Origins of web pages that may call the interface and upload files."
  type        = list(string)
  default     = []
}

variable "log_level" {
  description = "Least severe entry that functions log."
  type        = string
  default     = "info"

  validation {
    condition     = contains(["trace", "debug", "info", "warn", "error", "fatal", "silent"], var.log_level)
    error_message = "log_level is '${var.log_level}'; write trace, debug, info, warn, error, fatal or silent."
  }
}

variable "otlp_endpoint" {
  description = "Where traces go (OTEL_EXPORTER_OTLP_ENDPOINT); null for none."
  type        = string
  default     = null
}

variable "vertex_location" {
  description = "Region of Vertex AI."
  type        = string
  default     = "europe-west1"
}

variable "document_model" {
  description = "Model that understands documents, and its prices; null for rules without a model."
  type = object({
    provider               = string
    name                   = string
    input_usd_per_million  = number
    output_usd_per_million = number
  })
  default = null

  validation {
    condition     = var.document_model == null || contains(["vertex", "anthropic"], try(var.document_model.provider, ""))
    error_message = "document_model.provider is '${try(var.document_model.provider, "")}'; write vertex or anthropic, or null for the whole."
  }

  validation {
    condition     = try(var.document_model.provider, "") != "anthropic" || contains(var.secrets, "ANTHROPIC_API_KEY")
    error_message = "document_model.provider is anthropic, but secrets does not name ANTHROPIC_API_KEY: add it, and give it a value."
  }
}
