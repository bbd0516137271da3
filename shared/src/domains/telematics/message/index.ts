export { type Checked, checkReading, maxAheadMs, retentionDays } from './checkReading.ts';
export { contentId, timeOfId } from './contentId.ts';
export { storableJson, storableText } from './json.ts';
export { telemetryJsonSchema } from './jsonSchema.ts';
export { type Parsed, parseMessage } from './parseMessage.ts';
export type { CheckedReading } from './readingOf.ts';
export { type Cause, type RejectionReason, rejectionReasons } from './rejection.ts';
export {
  type Envelope,
  maxReadings,
  readingSchema,
  type TelemetryMessage,
  telemetryMessageSchema,
  type WireReading,
} from './schema.ts';
