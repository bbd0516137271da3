import { PubSub } from '@google-cloud/pubsub';
import type { TelemetryBatch } from '@wheelhouse/emulator/devices/index.ts';
import type { LocalCloud } from './local-cloud.ts';

/** The telemetry topic of the local cloud. `publish` resolves when Pub/Sub has the batch, and fails at once where it cannot take it. */
export function openTopic({ projectId, pubsubHost }: Pick<LocalCloud, 'projectId' | 'pubsubHost'>) {
  // The client asks a server of Google Cloud where it runs, unless told not to.
  process.env.METADATA_SERVER_DETECTION ??= 'none';
  const pubsub = new PubSub({ projectId, apiEndpoint: pubsubHost, emulatorMode: true });
  const topic = pubsub.topic('telemetry', {
    batching: { maxMessages: 200, maxMilliseconds: 10 },
    // On one machine, what fails once fails again: better to say so than to try for ten minutes.
    gaxOpts: { retry: null, timeout: 10_000 },
  });
  return {
    publish: (batch: TelemetryBatch) =>
      topic.publishMessage({ data: Buffer.from(JSON.stringify(batch)), attributes: { tenantId: batch.tenantId } }),
    close: () => pubsub.close(),
  };
}
