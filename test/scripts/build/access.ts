import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionDescription } from '@wheelhouse/shared/runtime/function-description.ts';
import type { Built } from '../../../scripts/build/build.ts';

type Needs = Pick<FunctionDescription, 'access' | 'secrets' | 'database'>;

/** Whose buckets a module of a domain works on; the documents domain's helpers work on what they are given. */
const bucketsOf = (path: string, text: string): string[] => {
  if (!/\.storage\(\)/.test(text)) return [];
  return path.includes('/telematics/') ? ['video'] : path.endsWith('/storage/signed-url.ts') ? [] : ['documents'];
};

const nothing: FunctionDescription['access'] = {
  publishes: [],
  buckets: {},
  signsUrls: false,
  encrypts: false,
  models: false,
  accounts: 'none',
};

const writes = /\.(save|copy|delete)\(|createWriteStream\(/;

/** What the modules of a bundle do that needs a right, found in their text. */
export function accessOf({ sources }: Pick<Built, 'sources'>, root: string): Needs {
  const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
  // Who schedules jobs carries their declarations; only who runs them does their work.
  const runsJobs = sources.some((path) => path.startsWith('functions/') && textOf(path).includes('runDueJobs'));
  const modules = sources.filter((path) => runsJobs || !path.includes('/jobs/')).map((path) => ({ path, text: textOf(path) }));
  const some = (pattern: RegExp, except = /^$/) => modules.some(({ path, text }) => pattern.test(text) && !except.test(path));
  const runtime = /shared\/src\/runtime\//;
  const hasDatabase = some(/startInstance\(name/);
  // What has no instance runs nothing of what it describes.
  if (!hasDatabase) return { database: 'none', access: nothing, secrets: [] };
  const signsUrls = some(/\b(signUpload|signDownload|signView)\(services|getSignedUrl\(/, /storage\/signed-url\.ts$/);
  const buckets: Record<string, 'read' | 'write'> = {};
  for (const { path, text } of modules) {
    for (const bucket of bucketsOf(path, text))
      if (buckets[bucket] !== 'write')
        buckets[bucket] = writes.test(text.replace(/tx\.\w+\(|\w*[mM]ap\.delete\(/g, '')) ? 'write' : 'read';
    // A signed address gives what its signer may do.
    if (/\bsignUpload\(services/.test(text)) buckets[path.includes('/telematics/') ? 'video' : 'documents'] = 'write';
  }
  const models = some(/services\.(embeddings|documentModel)\(\)|documentModels\b/, runtime);
  return {
    database: some(/requireOwner\(|databaseOwner\(\)/, runtime) ? 'owner' : 'app',
    access: {
      publishes: ['events'],
      buckets,
      signsUrls,
      encrypts: some(/dataKeys\.\w+\(/, /shared\/src\/(runtime|crypto)\//),
      models,
      accounts: some(/ensureFirebaseAccount\(/, /auth\/firebase-accounts\.ts$/) ? 'manage' : 'none',
    },
    secrets: [
      ...(models ? (['ANTHROPIC_API_KEY'] as const) : []),
      ...(some(/geocoderOf\(/, /geocoding\//) ? (['GEOCODER_API_KEY'] as const) : []),
    ],
  };
}
