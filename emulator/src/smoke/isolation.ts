import type { RunningTenant } from '../demo/create-demo.ts';
import { check } from './eventually.ts';

/** Asks for every vehicle, document and position of one organisation with the token of another. */
export async function smokeIsolation(tenant: RunningTenant, other: RunningTenant): Promise<void> {
  for (const path of ['vehicles', 'depots', 'documents', 'vehicle-states', 'scheduled-jobs', 'users']) {
    const { data } = await tenant.api.get<{ data: { id: string }[] }>(`/v1/${path}?limit=200`);
    const seen = await other.api.get<{ data: { id: string }[] }>(`/v1/${path}?limit=200`);
    for (const { id } of data) {
      check(!seen.data.some((row) => row.id === id), `${other.slug} lists ${path} ${id}`);
      const status = await other.api.status(`/v1/${path}/${id}`);
      check(status === 404, `${other.slug} gets ${status} for ${path} ${id}`);
    }
  }
}
