import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import { loadReferenceLayers } from '@wheelhouse/emulator/demo/reference-layers.ts';
import { startStorage } from '@wheelhouse/emulator/storage/index.ts';
import { createDocumentAnalysis } from '@wheelhouse/shared/domains/documents/analysis/index.ts';
import type { EmbeddingProvider } from '@wheelhouse/shared/domains/documents/embedding/index.ts';
import { embeddedModel } from '@wheelhouse/shared/domains/documents/models/index.ts';
import { allJobs } from '@wheelhouse/shared/domains/jobs.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import { createOpenApi } from '@wheelhouse/shared/resource/openapi.ts';
import type { Principal } from '@wheelhouse/shared/resource/principal.ts';
import { type Answer, type Client, testApi, testServices } from '../../harness/index.ts';
import { ownDatabase } from '../../harness/own-database.ts';
import { must } from './must.ts';
import type { Json } from './operations.ts';
import { Pool } from './pool.ts';
import type { Caller, Sent } from './requests.ts';
import { furnish, gather } from './rows.ts';
import { servedDomains } from './served.ts';

export type World = {
  document: Json;
  pool: Pool;
  send(sent: Sent): Promise<Answer>;
  close(): Promise<void>;
};

const bucket = 'documents';

/** A database of its own with a few rows of every resource in one tenant, some rows in another, and callers of each kind. */
export async function openWorld(): Promise<World> {
  const own = await ownDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'wheelhouse-fuzz-'));
  const storageServer = await startStorage({ dir: directory, projectId: 'demo-wheelhouse' });
  const storage = new Storage({
    projectId: 'demo-wheelhouse',
    apiEndpoint: storageServer.url,
    keyFilename: storageServer.credentialsFile,
    retryOptions: { autoRetry: false },
  });
  await storage.bucket(bucket).create();
  const env = { DATABASE_OWNER_URL: own.ownerUrl, DOCUMENTS_BUCKET: bucket, LOG_LEVEL: process.env.FUZZ_LOG_LEVEL ?? 'silent' };
  const embeddings: EmbeddingProvider = { model: 'test', dimensions: 512, embed: async (texts) => texts.map(vectorOf) };
  const services = testServices({
    database: own.database,
    env,
    storage: async () => storage,
    embeddings: async () => embeddings,
    documentModel: async () => embeddedModel(async () => embeddings),
  });
  const { client, anonymous } = testApi(servedDomains, { services });

  const operator = client(principal({ tenantId: '' }));
  const tenantId = await newTenant(operator, 'own');
  const other = await newTenant(operator, 'other');
  const member = await administratorOf(tenantId);
  const now = new Date();
  const pool = new Pool(servedDomains, now);
  pool.ownTenantId = tenantId;
  const makers = { operator, member, stranger: await administratorOf(other), pool };
  await furnish(makers);
  await loadReferenceLayers(own.database, now);
  await analyseDocuments();
  await runDueJobs({ services, jobs: allJobs, budgetMs: 60_000, workerId: randomUUID() });
  await gather(makers, servedDomains);
  const vehicles = (await member('GET', '/v1/vehicles?limit=1')).body.data as { id: string }[];
  const expiresAt = new Date(now.getTime() + 86_400_000).toISOString();
  const { token } = await must(member, '/v1/location-shares:share', { vehicleId: vehicles[0]?.id, expiresAt });
  const documents = (await member('GET', '/v1/documents?limit=1&isArchived=false&status=ready')).body.data as { id: string }[];
  const documentLink = await must(member, `/v1/documents/${documents[0]?.id}:share`, { link: {}, expiresAt });
  const callers: Record<Caller, Client> = {
    member,
    operator,
    guest: client(principal({ tenantId, permissions: [], databaseRole: 'customer_user' })),
    holder: (method, path, body, headers) => {
      const secret = path.startsWith('/v1/documents') ? documentLink.token : token;
      return anonymous(method, path, body, { Authorization: `Bearer ${secret}`, ...headers });
    },
    anonymous,
  };

  /** As the bucket reports files that have arrived. */
  async function analyseDocuments(): Promise<void> {
    const { analyse } = createDocumentAnalysis({ services });
    const [files] = await storage.bucket(bucket).getFiles();
    for (const { name, metadata } of files.filter((file) => file.name.includes('/documents/'))) {
      const { generation, size, contentType, md5Hash } = metadata;
      const object = { bucket, name, generation: String(generation), size: Number(size), contentType, md5Hash, metadata: {} };
      await analyse({ eventId: randomUUID(), ...object });
    }
  }

  async function administratorOf(tenantId: string): Promise<Client> {
    const anyone = client(principal({ tenantId }));
    const users = (await anyone('GET', '/v1/users?limit=1')).body.data as { id: string }[];
    return client(principal({ tenantId, actor: { kind: 'user', userId: users[0]?.id ?? '' } }));
  }

  return {
    document: createOpenApi('common', servedDomains),
    pool,
    send: ({ caller, method, path, body, headers }) => callers[caller](method, path, body, headers),
    close: async () => {
      await own.close();
      await storageServer.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function principal(overrides: Partial<Principal>): Principal {
  const userId = randomUUID();
  return {
    actor: { kind: 'user', userId },
    tenantId: '',
    databaseRole: 'system_admin',
    permissions: ['*'],
    denied: [],
    rateLimitSubject: `user:${userId}`,
    requestsPerHour: 1_000_000,
    ...overrides,
  };
}

async function newTenant(operator: Client, slug: string): Promise<string> {
  const administrator = { email: `admin@${slug}.example`, firstName: 'First', lastName: 'Administrator' };
  const made = await operator('POST', '/v1/tenants:create', { slug, name: slug, administrator });
  if (made.status !== 201) throw new Error(`The tenant ${slug} could not be made: ${made.text}`);
  return made.body.id as string;
}

/** The same vector for the same text. */
function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(512);
  for (let index = 0; index < text.length; index += 1) vector[text.charCodeAt(index) % 512]! += 1;
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
