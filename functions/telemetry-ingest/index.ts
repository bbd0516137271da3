import { ingestOf } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { messageFunction } from '@wheelhouse/shared/runtime/event-function.ts';

messageFunction('telemetry-ingest', ({ services, beforeClose }) => {
  const ingest = ingestOf(services);
  beforeClose(() => ingest.drain());
  return async (message) => void (await ingest.accept(message));
});
