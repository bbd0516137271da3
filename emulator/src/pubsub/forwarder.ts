import { PubSub } from '@google-cloud/pubsub';
import { Deliverer } from './forwarder/deliverer.ts';
import type { Delivery } from './forwarder/delivery.ts';
import { ensureResources } from './forwarder/resources.ts';

export interface ForwarderOptions {
  /** `127.0.0.1:port` of the Pub/Sub server. */
  host: string;
  projectId: string;
  deliveries: readonly Delivery[];
  log: (line: string) => void;
}

export interface Forwarder {
  /** Waits, at most 15 s, for the functions to answer what they have; the rest goes back to the subscriptions. */
  stop(): Promise<void>;
}

/**
 * Delivers Pub/Sub messages to functions over HTTP as Eventarc does. Topics and subscriptions that are missing are created. A 2xx answer
 * acknowledges; any other, and no answer, is a refusal: the message comes again after a growing wait, and after `maxDeliveryAttempts`
 * goes to the dead letter topic (create a subscription on that, or it is lost there). As with Eventarc, delivery is at least once and
 * in no particular order; ordering keys and attributes, `traceparent` among them, pass through untouched.
 *
 * @throws the client's error where a topic or subscription cannot be created
 */
export async function startForwarder({ host, projectId, deliveries, log }: ForwarderOptions): Promise<Forwarder> {
  // There is no metadata server here, and the client would look for it for seconds.
  process.env.METADATA_SERVER_DETECTION ??= 'none';
  const pubsub = new PubSub({ projectId, apiEndpoint: host, emulatorMode: true });
  const deliverers = deliveries.map((delivery) => new Deliverer(pubsub, delivery, log));
  try {
    for (const delivery of deliveries) await ensureResources(pubsub, projectId, delivery);
  } catch (error) {
    await pubsub.close();
    throw error;
  }
  for (const deliverer of deliverers) deliverer.start();
  return {
    async stop() {
      await Promise.all(deliverers.map((deliverer) => deliverer.stop()));
      await pubsub.close();
    },
  };
}
