import { createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** The made-up account whose key signs URLs. */
export interface ServiceAccount {
  email: string;
  publicKey: KeyObject;
  /** Path of its JSON key, for GOOGLE_APPLICATION_CREDENTIALS. */
  credentialsFile: string;
}

interface ServiceAccountKey {
  private_key: string;
  [field: string]: string;
}

/** Makes the account's RSA key on the first start and keeps it, so that signed URLs outlive a restart. */
export async function openServiceAccount(dir: string, projectId: string): Promise<ServiceAccount> {
  const credentialsFile = join(dir, 'service-account.json');
  const email = `local-storage@${projectId}.iam.gserviceaccount.com`;
  const kept = await readJsonFile<ServiceAccountKey>(credentialsFile);
  const privateKey = kept?.private_key ?? (await newPrivateKey());
  await writeJsonFile(credentialsFile, serviceAccountKey(projectId, email, privateKey, kept?.private_key_id), 0o600);
  await chmod(credentialsFile, 0o600);
  return { email, publicKey: createPublicKey(privateKey), credentialsFile };
}

async function newPrivateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

function serviceAccountKey(projectId: string, email: string, privateKey: string, keyId?: string): ServiceAccountKey {
  return {
    type: 'service_account',
    project_id: projectId,
    private_key_id: keyId ?? randomBytes(20).toString('hex'),
    private_key: privateKey,
    client_email: email,
    client_id: '100000000000000000000',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: 'https://oauth2.googleapis.com/token',
    universe_domain: 'googleapis.com',
  };
}
