import type { BucketRecord } from './bucket-store.ts';
import { type Exchange, readJsonBody, sendEmpty, sendJson } from './exchange.ts';
import { compareNames } from './names.ts';
import { pageSizeOf, pageStartOf } from './object-list.ts';
import { checkPreconditions, preconditionsOfQuery } from './preconditions.ts';
import type { StorageService } from './storage-service.ts';

/** `GET /b`: the buckets in byte order, in pages. */
export function listBuckets(service: StorageService, exchange: Exchange): void {
  const { query } = exchange;
  const after = pageStartOf(query);
  const pageSize = pageSizeOf(query);
  const all = service.buckets
    .list(query.get('prefix') ?? '')
    .filter((b) => after === undefined || compareNames(b.name, after) > 0);
  const page = all.slice(0, pageSize);
  const last = all.length > pageSize ? page.at(-1) : undefined;
  sendJson(exchange, 200, {
    kind: 'storage#buckets',
    items: page.map((bucket) => toBucketResource(service, bucket)),
    ...(last ? { nextPageToken: Buffer.from(last.name).toString('base64url') } : {}),
  });
}

/** `POST /b` @throws StorageError 409 where the name is taken. */
export async function createBucket(service: StorageService, exchange: Exchange): Promise<void> {
  const bucket = await service.buckets.create(await readJsonBody(exchange));
  sendJson(exchange, 200, toBucketResource(service, bucket));
}

/** `GET /b/BUCKET` */
export function getBucket(service: StorageService, exchange: Exchange, name: string): void {
  const bucket = service.buckets.get(name);
  checkPreconditions(preconditionsOfQuery(exchange.query), { generation: '0', metageneration: bucket.metageneration }, 'read');
  sendJson(exchange, 200, toBucketResource(service, bucket));
}

/** `PATCH /b/BUCKET` */
export async function patchBucket(service: StorageService, exchange: Exchange, name: string): Promise<void> {
  const patch = await readJsonBody(exchange);
  const bucket = await service.buckets.patch(name, patch, preconditionsOfQuery(exchange.query));
  sendJson(exchange, 200, toBucketResource(service, bucket));
}

/** `DELETE /b/BUCKET` @throws StorageError 409 while it holds objects. */
export async function deleteBucket(service: StorageService, exchange: Exchange, name: string): Promise<void> {
  const bucket = service.buckets.get(name);
  checkPreconditions(preconditionsOfQuery(exchange.query), { generation: '0', metageneration: bucket.metageneration }, 'write');
  await service.objects.deleteBucket(name);
  sendEmpty(exchange, 204);
}

/** The JSON API's bucket resource: https://cloud.google.com/storage/docs/json_api/v1/buckets#resource */
function toBucketResource(service: StorageService, bucket: BucketRecord): Record<string, unknown> {
  return {
    kind: 'storage#bucket',
    id: bucket.name,
    selfLink: `${service.baseUrl}/storage/v1/b/${bucket.name}`,
    projectNumber: '0',
    location: 'US',
    locationType: 'multi-region',
    storageClass: 'STANDARD',
    ...bucket.fields,
    name: bucket.name,
    metageneration: String(bucket.metageneration),
    timeCreated: bucket.timeCreated,
    updated: bucket.updated,
    etag: Buffer.from(String(bucket.metageneration)).toString('base64'),
  };
}
