import { appendFileSync } from 'node:fs';
import type { Cloud } from '../cloud/start-cloud.ts';
import type { LocalDatabase } from './local-database.ts';

/** Adds where the parts of the cloud are to the file that has the database's connection strings; `npm run simulate` finds them there. */
export function writeEnvironment(cloud: Cloud, database: LocalDatabase): void {
  const variables = {
    WHEELHOUSE_URL: cloud.url,
    GOOGLE_CLOUD_PROJECT: cloud.projectId,
    PUBSUB_EMULATOR_HOST: cloud.pubsubHost,
    FIREBASE_AUTH_EMULATOR_HOST: cloud.authHost,
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  appendFileSync(database.environmentFile, lines.join(''));
}
