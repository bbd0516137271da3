import { retentionDays } from '@wheelhouse/shared/domains/telematics/message/index.ts';

/** How the product is run. */
export type Mode = {
  /** How long readings stay in PostgreSQL; the lake has them for longer. */
  factDays: number;
  /** Whether every delivery of Pub/Sub is logged, twice: by Cloud Run and by us. */
  logsDeliveries: boolean;
};

export const asBuilt: Mode = { factDays: retentionDays, logsDeliveries: true };

/** What docs/scale.md proposes before a second server. */
export const tuned: Mode = { factDays: 60, logsDeliveries: false };
