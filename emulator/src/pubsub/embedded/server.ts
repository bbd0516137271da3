import { createRequire } from 'node:module';
import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { publisherService } from './publisher-service.ts';
import { PubSubStore } from './store.ts';
import { subscriberService } from './subscriber-service.ts';
import { systemTimerClock, type TimerClock } from './timer-clock.ts';

const defaultMaxMessageBytes = 256 * 1024 * 1024;
// Well above the limit of a request, so that too large a request reaches the check that names the limit.
const maxReceiveBytes = 64 * 1024 * 1024;

export interface EmbeddedPubSubOptions {
  /** The only project that it has. */
  projectId: string;
  /** 0 or absent: any free port. */
  port?: number;
  /** Runs ack deadlines, back-off and retention; the machine's clock unless a test passes its own. */
  clock?: TimerClock;
  /** Bytes of unacknowledged messages, over all subscriptions, above which Publish answers RESOURCE_EXHAUSTED. */
  maxMessageBytes?: number;
  log?: (line: string) => void;
}

export interface EmbeddedPubSub {
  /** `127.0.0.1:port` */
  host: string;
  stop(): Promise<void>;
}

function loadServices(): { publisher: ServiceDefinition; subscriber: ServiceDefinition } {
  const require = createRequire(import.meta.url);
  const definition = fromJSON(require('@google-cloud/pubsub/build/protos/protos.json'), {
    longs: Number,
    enums: String,
    defaults: true,
  });
  return {
    publisher: definition['google.pubsub.v1.Publisher'] as ServiceDefinition,
    subscriber: definition['google.pubsub.v1.Subscriber'] as ServiceDefinition,
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
}

/**
 * Starts a Pub/Sub server in this process that speaks the gRPC API of the real service (google.pubsub.v1), in memory: topics,
 * subscriptions, publish, pull, streaming pull, acknowledgements and deadlines, ordering keys, dead letter and retry policies, filters,
 * retention. Without: push, exactly-once delivery, schemas, snapshots, exports; they answer UNIMPLEMENTED.
 *
 * Memory is bounded by `maxMessageBytes`: at the bound Publish answers RESOURCE_EXHAUSTED, which the clients retry; what was accepted
 * is never dropped before its retention ends.
 *
 * @throws Error where the port is taken
 */
export async function startEmbeddedPubSub(options: EmbeddedPubSubOptions): Promise<EmbeddedPubSub> {
  const clock = options.clock ?? systemTimerClock;
  const store = new PubSubStore(options.projectId, clock, options.maxMessageBytes ?? defaultMaxMessageBytes);
  const server = new Server({ 'grpc.max_receive_message_length': maxReceiveBytes });
  const { publisher, subscriber } = loadServices();
  server.addService(publisher, publisherService(store));
  server.addService(subscriber, subscriberService(store, clock));
  const port = await listen(server, options.port ?? 0);
  const host = `127.0.0.1:${port}`;
  options.log?.(`Pub/Sub (embedded) listens on ${host}.`);
  return {
    host,
    async stop() {
      store.close();
      server.forceShutdown();
    },
  };
}
