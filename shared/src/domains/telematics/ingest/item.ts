import type { Cause, Checked } from '../message/index.ts';

/** A telemetry message as it arrived. */
export type TelemetryDelivery = {
  data: Buffer | string;
  messageId: string;
  attributes: Record<string, string>;
  /** When Pub/Sub took it; the same at every delivery. */
  publishTime: string;
};

/** What the readings of one message have in common. */
export type Origin = {
  delivery: TelemetryDelivery;
  receivedAtMs: number;
  deviceId: string | null;
  source: string;
};

/** One reading of a message on its way to the database. */
export type Item = {
  origin: Origin;
  /** Position in the message; null where it is the whole message. */
  index: number | null;
  /** The reading as it came. */
  raw: unknown;
  checked: Checked;
};

/** An item that was not stored as a position. */
export type Rejected = { item: Item; cause: Cause };
