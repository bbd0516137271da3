import type { z } from 'zod';
import { refusedCombinations } from './config/combinations.ts';
import {
  bytes,
  decimal,
  hostAndPort,
  integer,
  list,
  oneOf,
  postgresUrl,
  resourceName,
  roleName,
  text,
  url,
} from './config/values.ts';

/** Every variable that the product reads, what it may be, and its default. */
export const variables = {
  WHEELHOUSE_ENVIRONMENT: oneOf(['development', 'staging', 'production']).default('development').describe('where this runs'),
  GOOGLE_CLOUD_PROJECT: text().optional().describe('project id; links logs to traces'),

  DATABASE_URL: postgresUrl().optional().describe('login of the role that functions use; it owns nothing and obeys row security'),
  INSTANCE_CONNECTION_NAME: resourceName(/^[^:]+(:[^:]+)?:[^:]+:[^:]+$/, 'project:region:instance')
    .optional()
    .describe('Cloud SQL instance, in place of DATABASE_URL'),
  DATABASE_NAME: text().optional().describe('database on the Cloud SQL instance'),
  DATABASE_USER: text().optional().describe('login on the Cloud SQL instance'),
  DATABASE_PASSWORD: text().optional().describe('its password; without one, IAM authenticates'),
  DATABASE_OWNER_URL: postgresUrl().optional().describe('login that owns the schemas; only migrations and tenant provisioning'),
  DATABASE_ROLE: roleName()
    .optional()
    .describe('role that the login acts as: wheelhouse_app, where the login is the function’s own (IAM)'),
  DATABASE_OWNER_ROLE: roleName()
    .optional()
    .describe('role that the same login acts as in place of DATABASE_OWNER_URL: wheelhouse_owner'),
  DATABASE_POOL_SIZE: integer(1, 100).default(4).describe('connections an instance keeps'),
  DATABASE_STATEMENT_TIMEOUT_MS: integer(1, 3_600_000).default(10_000).describe('longest statement'),
  DATABASE_LOCK_TIMEOUT_MS: integer(1, 3_600_000).default(3_000).describe('longest wait for a lock'),
  DATABASE_IDLE_TRANSACTION_TIMEOUT_MS: integer(1, 3_600_000).default(10_000).describe('longest pause inside a transaction'),

  CORS_ORIGINS: list(url(['http', 'https'])).describe('origins of browsers that may call; none by default'),
  MAX_BODY_BYTES: bytes().default(1_048_576).describe('largest request body'),
  TRUSTED_PROXIES: integer(0, 10)
    .default(1)
    .describe('entries that our own proxies append to X-Forwarded-For: 1 for a function alone, 2 behind the load balancer'),
  RATE_LIMIT_REQUESTS_PER_HOUR: integer(1, 1_000_000_000).default(36_000).describe('for a token that has no limit of its own'),

  PUBLIC_REQUESTS_PER_HOUR: integer(1, 1_000_000_000)
    .default(3_600)
    .describe('a client address, where a secret link takes the place of an account'),

  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info').describe('least severe entry'),
  LOG_FORMAT: oneOf(['json', 'text']).default('json').describe('json for Cloud Logging, text for people'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http', 'https']).optional().describe('where traces go; without it none are recorded'),

  FIREBASE_AUTH_EMULATOR_HOST: hostAndPort().optional().describe('Auth emulator; accepts unsigned tokens'),
  PUBSUB_EMULATOR_HOST: hostAndPort().optional().describe('Pub/Sub emulator'),
  STORAGE_EMULATOR_HOST: url(['http', 'https']).optional().describe('storage emulator'),

  TELEMETRY_TOPIC: text().default('telemetry').describe('topic that devices publish to'),
  EVENTS_TOPIC: text().default('events').describe('topic of domain events'),
  DOCUMENTS_BUCKET: text().optional().describe('bucket of uploaded documents'),
  VIDEO_BUCKET: text().optional().describe('bucket of vehicle videos; without one, that of documents'),
  EMBEDDING_PROVIDER: oneOf(['embedded', 'vertex']).default('embedded').describe('model that embeds documents and questions'),
  VERTEX_LOCATION: text().default('europe-west1').describe('region of Vertex AI'),
  DOCUMENT_MODEL_PROVIDER: oneOf(['embedded', 'vertex', 'anthropic'])
    .default('embedded')
    .describe('what understands documents and answers questions: rules in this process, or a model of a service'),
  DOCUMENT_MODEL: text().optional().describe('name of the model at its provider'),
  DOCUMENT_MODEL_INPUT_USD_PER_MILLION: decimal(10_000).optional().describe('its price for a million tokens that are sent'),
  DOCUMENT_MODEL_OUTPUT_USD_PER_MILLION: decimal(10_000).optional().describe('its price for a million tokens that it answers'),
  DOCUMENT_MODEL_BUDGET_USD: decimal(1_000_000)
    .default(100)
    .describe('most that models may cost a tenant in a month, whatever its setting documents.ai_budget_usd says'),
  ANTHROPIC_API_KEY: text().optional().describe('key of Anthropic’s API'),

  GEOCODER: oneOf(['offline', 'google', 'nominatim'])
    .default('offline')
    .describe('what names the ends of trips: own sites and reference layers, or a service besides'),
  GEOCODER_URL: url(['http', 'https']).optional().describe('address of the Nominatim server, or in place of Google’s'),
  GEOCODER_API_KEY: text().optional().describe('key of Google’s Geocoding API'),

  KMS_KEY: resourceName(
    /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/,
    'projects/P/locations/L/keyRings/R/cryptoKeys/K',
  )
    .optional()
    .describe('Cloud KMS key that wraps the tenants’ data keys'),
  LOCAL_KEYRING: text().optional().describe('path of a keyring file, in place of KMS_KEY'),

  LIVE_POLL_MS: integer(50, 60_000)
    .default(1_000)
    .describe('pause between two looks for changes, where anyone reads a live stream'),
  LIVE_STREAM_MAX_SECONDS: integer(1, 3_540)
    .default(3_300)
    .describe('longest live stream; less than the timeout of the function'),
  LOCATION_SHARE_MAX_HOURS: integer(1, 8_760).default(168).describe('longest life of a link that shows where a vehicle is'),

  INGEST_FOLD: oneOf(['inline', 'later'])
    .default('inline')
    .describe('whether trips, fences and behaviour follow from readings as they are stored, or by the job telematics.refold'),
  INGEST_REFOLD_DELAY_MS: integer(0, 60_000)
    .default(250)
    .describe('how long late readings wait for company before a vehicle is folded again'),
  INGEST_LANES: integer(1, 16).default(3).describe('commits of one tenant under way at the same time'),
  INGEST_REMEMBERED_VEHICLES: integer(1, 1_000_000).default(20_000).describe('vehicles whose folds an instance keeps in memory'),
  INGEST_MAX_BATCH_ROWS: integer(1, 100_000).default(5_000).describe('most rows in one commit'),
  INGEST_MAX_DELAY_MS: integer(0, 10_000).default(5).describe('longest wait for company before a commit'),
  INGEST_MAX_QUEUED_ROWS: integer(1, 10_000_000).default(50_000).describe('rows that wait before new messages are refused'),
} as const;

/** Variables that a deployment takes from its secrets. */
export const secretVariables = ['ANTHROPIC_API_KEY', 'GEOCODER_API_KEY'] as const satisfies (keyof typeof variables)[];

type Variables = typeof variables;

/** `DATABASE_POOL_SIZE` is `databasePoolSize`. */
type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<CamelCase<Tail>>}`
  : Lowercase<Name>;

/** The configuration: each variable under its name in camel case. */
export type Config = Readonly<{ [Name in keyof Variables as CamelCase<Name>]: z.output<Variables[Name]> }>;

/** Lists everything that is wrong with the environment, one variable a line. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads the whole configuration. A variable that is set to nothing counts as not set.
 *
 * @throws ConfigError that names every wrong variable, its value and what is allowed
 *
 * @example
 * ```ts
 * const config = readConfig();
 * const pool = new pg.Pool({ connectionString: config.databaseUrl, max: config.databasePoolSize });
 * ```
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const config: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, schema] of Object.entries(variables)) {
    const result = schema.safeParse(env[name] || undefined);
    if (result.success) config[camelCase(name)] = result.data;
    else problems.push(`${name}=${shown(name, env[name])}: ${result.error.issues.map(({ message }) => message).join(', ')}`);
  }
  problems.push(...refusedCombinations(env));
  if (problems.length > 0) throw new ConfigError(problems);
  return config as Config;
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The value as it may be shown: without the password that a database address carries. */
function shown(name: string, value = ''): string {
  if (name === 'DATABASE_PASSWORD' || name.endsWith('_API_KEY')) return '***';
  return name.startsWith('DATABASE_') ? value.replace(/:[^:@/]*@/, ':***@') : value;
}
