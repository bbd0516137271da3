import { z } from 'zod';
import { telemetryMessageSchema } from './schema.ts';

/**
 * JSON Schema (draft 2020-12) of a telemetry message. It takes what `telemetryMessageSchema` takes, but for what it cannot say:
 * that a leap second is only at the end of a month.
 */
export function telemetryJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(telemetryMessageSchema, { io: 'input', target: 'draft-2020-12' });
}
