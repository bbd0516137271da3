import type { protos } from '@google-cloud/pubsub';
import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import { toReceivedMessage } from './pull.ts';
import { checkAckDeadline } from './settings.ts';
import { invalidArgument, notFound } from './status.ts';
import type { PubSubStore, SubscriptionRecord } from './store.ts';
import type { Consumer, Delivery } from './subscription-queue.ts';
import { toServiceError } from './unary.ts';

type PullRequest = protos.google.pubsub.v1.IStreamingPullRequest;
type PullResponse = protos.google.pubsub.v1.IStreamingPullResponse;
type Call = ServerDuplexStream<PullRequest, PullResponse>;

/** One open stream: takes messages within the flow control that the client asked for. */
class StreamConsumer implements Consumer {
  ackDeadlineSeconds: number;
  readonly #call: Call;
  readonly #record: SubscriptionRecord;
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  #outMessages = 0;
  #outBytes = 0;

  constructor(call: Call, record: SubscriptionRecord, first: PullRequest) {
    this.ackDeadlineSeconds = checkAckDeadline(first.streamAckDeadlineSeconds ?? 0);
    this.#call = call;
    this.#record = record;
    this.#maxMessages = Number(first.maxOutstandingMessages) || Number.POSITIVE_INFINITY;
    this.#maxBytes = Number(first.maxOutstandingBytes) || Number.POSITIVE_INFINITY;
  }

  hasRoomFor(pendingMessages: number, pendingBytes: number): boolean {
    if (this.#call.writableNeedDrain) return false;
    return this.#outMessages + pendingMessages < this.#maxMessages && this.#outBytes + pendingBytes < this.#maxBytes;
  }

  deliver(deliveries: Delivery[]): void {
    this.#outMessages += deliveries.length;
    for (const { message } of deliveries) this.#outBytes += message.sizeBytes;
    this.#respond(deliveries);
  }

  settled(sizeBytes: number): void {
    this.#outMessages--;
    this.#outBytes -= sizeBytes;
  }

  /** Acknowledgements, new deadlines, or nothing: then it is a sign of life, which must be answered. */
  handle(request: PullRequest): void {
    if (request.subscription) throw invalidArgument('The subscription can only be given in the first request of the stream.');
    const { queue } = this.#record;
    const { ackIds = [], modifyDeadlineAckIds = [], modifyDeadlineSeconds = [] } = request as Required<PullRequest>;
    if (modifyDeadlineAckIds?.length !== modifyDeadlineSeconds?.length) {
      throw invalidArgument('modify_deadline_ack_ids and modify_deadline_seconds must have the same length.');
    }
    if (request.streamAckDeadlineSeconds) this.ackDeadlineSeconds = checkAckDeadline(request.streamAckDeadlineSeconds);
    if (ackIds?.length) queue.acknowledge(ackIds);
    modifyDeadlineAckIds?.forEach((ackId, index) => {
      queue.modifyAckDeadline([ackId], modifyDeadlineSeconds![index]!);
    });
    if (!ackIds?.length && !modifyDeadlineAckIds?.length) this.#respond([]);
  }

  #respond(deliveries: Delivery[]): void {
    this.#call.write({
      receivedMessages: deliveries.map(toReceivedMessage),
      subscriptionProperties: {
        exactlyOnceDeliveryEnabled: false,
        messageOrderingEnabled: this.#record.settings.enableMessageOrdering ?? false,
      },
    });
  }
}

/** Handles StreamingPull: the first request names the subscription, later ones acknowledge and keep the stream alive. */
export function streamingPull(store: PubSubStore): handleBidiStreamingCall<PullRequest, PullResponse> {
  return (call) => {
    let close: (() => void) | undefined;
    let consumer: StreamConsumer | undefined;

    const fail = (error: unknown) => {
      close?.();
      call.emit('error', toServiceError(error));
    };

    const open = (first: PullRequest) => {
      const record = store.subscription(first.subscription ?? '');
      const opened = new StreamConsumer(call, record, first);
      const onDeleted = () => fail(notFound('Subscription does not exist: it was deleted.'));
      const onDrain = () => record.queue.consumerReady();
      close = () => {
        record.queue.removeConsumer(opened);
        record.onDeleted.delete(onDeleted);
        call.off('drain', onDrain);
      };
      consumer = opened;
      record.onDeleted.add(onDeleted);
      call.on('drain', onDrain);
      record.queue.addConsumer(opened);
    };

    call.on('data', (request: PullRequest) => {
      try {
        if (consumer) consumer.handle(request);
        else open(request);
      } catch (error) {
        fail(error);
      }
    });
    call.on('cancelled', () => close?.());
    call.on('error', () => close?.());
    call.on('end', () => {
      close?.();
      call.end();
    });
  };
}
