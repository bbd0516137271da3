export { type Checked, checkReading, maxAheadMs, retentionDays } from './checkReading.ts';
export { contentId, timeOfId } from './contentId.ts';
export { storableJson, storableText } from './json.ts';
export { type Parsed, parseMessage } from './parseMessage.ts';
export { type Cause, type RejectionReason, rejectionReasons } from './rejection.ts';
export {
  type Envelope,
  maxReadings,
  type Reading,
  readingSchema,
  type TelemetryMessage,
  telemetryMessageSchema,
} from './schema.ts';
