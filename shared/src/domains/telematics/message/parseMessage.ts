import { z } from 'zod';
import { safeParse } from '../../../safe-parse.ts';
import { sentenceOf } from './checkReading.ts';
import { isDeeperThan } from './json.ts';
import { type Envelope, envelopeSchema } from './schema.ts';

/**
 * What a message turned out to be: a batch; for a tenant, but with nothing in it that can be read; or not even that.
 */
export type Parsed =
  | { kind: 'batch'; envelope: Envelope }
  | { kind: 'malformed'; tenantId: string; content: unknown; detail: string }
  | { kind: 'unreadable'; detail: string };

/** No reading of any version is nested deeper. What is could neither be written as JSON again nor stored as jsonb. */
const maxDepth = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const addressed = z.looseObject({ tenantId: z.guid() });

/** Reads the bytes of a telemetry message. Its readings are not looked at yet. */
export function parseMessage(data: Buffer | string): Parsed {
  let content: unknown;
  try {
    content = JSON.parse(typeof data === 'string' ? data : utf8.decode(data));
  } catch (error) {
    return { kind: 'unreadable', detail: `The message is not JSON in UTF-8: ${(error as Error).message}`.slice(0, 500) };
  }
  const parsed = safeParse(envelopeSchema, content);
  if (parsed.success && !parsed.data.readings.some((reading) => isDeeperThan(reading, maxDepth))) {
    return { kind: 'batch', envelope: { ...parsed.data, tenantId: parsed.data.tenantId.toLowerCase() } };
  }
  if (isDeeperThan(content, maxDepth))
    return { kind: 'unreadable', detail: `The message is nested deeper than ${maxDepth} levels.` };
  const recipient = addressed.safeParse(content);
  if (!recipient.success) return { kind: 'unreadable', detail: `The message names no tenant: ${sentenceOf(recipient.error)}` };
  const detail = parsed.success ? 'The message cannot be read.' : sentenceOf(parsed.error);
  return { kind: 'malformed', tenantId: recipient.data.tenantId.toLowerCase(), content, detail };
}
