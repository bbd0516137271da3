import { findOfficialPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import { describe, it } from 'vitest';
import { describePubSub } from './contract.ts';

describePubSub('embedded');

if (await findOfficialPubSub()) {
  describePubSub('official');
} else {
  describe('the official Pub/Sub', () => {
    it.skip('needs Java and `gcloud components install pubsub-emulator`, or PUBSUB_EMULATOR_JAR', () => undefined);
  });
}
