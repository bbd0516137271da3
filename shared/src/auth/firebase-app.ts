import type { Agent } from 'node:http';
import type { App } from 'firebase-admin/app';

const apps = new Map<string, Promise<App>>();

/** The Firebase app of a project, made at its first use: loading firebase-admin takes a while. */
export function firebaseApp(projectId: string, httpAgent?: Agent): Promise<App> {
  if (httpAgent) return makeApp(projectId, httpAgent);
  const known = apps.get(projectId) ?? makeApp(projectId);
  apps.set(projectId, known);
  return known;
}

async function makeApp(projectId: string, httpAgent?: Agent): Promise<App> {
  const { initializeApp } = await import('firebase-admin/app');
  return initializeApp({ projectId, ...(httpAgent ? { httpAgent } : {}) }, `wheelhouse-${crypto.randomUUID()}`);
}
