import { type Exchange, readJsonBody, sendEmpty, sendJson } from './exchange.ts';
import { sendMedia } from './media.ts';
import { toObjectResource } from './object-record.ts';
import { checkPreconditions, preconditionsOfQuery } from './preconditions.ts';
import type { StorageService } from './storage-service.ts';
import { xmlEtag } from './uploads/stored-answer.ts';

/** `GET …/o/NAME`: the resource, or with `alt=media` the bytes. */
export async function getObject(service: StorageService, exchange: Exchange, bucket: string, name: string): Promise<void> {
  const record = service.objects.get(bucket, name, exchange.query.get('generation'));
  checkPreconditions(preconditionsOfQuery(exchange.query), record, 'read');
  if (exchange.query.get('alt') === 'media') return sendMedia(service, exchange, record, { etag: xmlEtag(record) });
  sendJson(exchange, 200, toObjectResource(record, service.baseUrl));
}

/** `PATCH …/o/NAME`: changes metadata. */
export async function patchObject(service: StorageService, exchange: Exchange, bucket: string, name: string): Promise<void> {
  const patch = await readJsonBody(exchange);
  const record = service.objects.get(bucket, name, exchange.query.get('generation'));
  const patched = await service.objects.patch(record, patch, preconditionsOfQuery(exchange.query));
  sendJson(exchange, 200, toObjectResource(patched, service.baseUrl));
}

/** `DELETE …/o/NAME` */
export async function deleteObject(service: StorageService, exchange: Exchange, bucket: string, name: string): Promise<void> {
  const generation = exchange.query.get('generation');
  await service.objects.delete({ bucket, name, generation }, preconditionsOfQuery(exchange.query));
  sendEmpty(exchange, 204);
}
