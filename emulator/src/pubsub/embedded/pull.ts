import type { protos } from '@google-cloud/pubsub';
import type { ServerUnaryCall } from '@grpc/grpc-js';
import { toPubsubMessage } from './messages.ts';
import { invalidArgument } from './status.ts';
import type { PubSubStore } from './store.ts';
import type { Consumer, Delivery } from './subscription-queue.ts';
import type { TimerClock } from './timer-clock.ts';

type PullRequest = protos.google.pubsub.v1.IPullRequest;
type PullResponse = protos.google.pubsub.v1.IPullResponse;

// The real service also answers with nothing after a while, so clients ask again.
const waitMs = 20_000;

/** A delivery as the API shows it. */
export function toReceivedMessage({ ackId, message, deliveryAttempt }: Delivery): protos.google.pubsub.v1.IReceivedMessage {
  return { ackId, message: toPubsubMessage(message), deliveryAttempt: deliveryAttempt ?? 0 };
}

/** Answers with what there is, at most `maxMessages`; where there is nothing, waits a while for the first message. */
export function pull(
  store: PubSubStore,
  clock: TimerClock,
  request: PullRequest,
  call: ServerUnaryCall<PullRequest, PullResponse>,
): Promise<PullResponse> {
  const { queue, settings, onDeleted } = store.subscription(request.subscription ?? '');
  const maxMessages = request.maxMessages ?? 0;
  if (maxMessages <= 0) throw invalidArgument('No max_messages specified');
  return new Promise((resolve) => {
    const finish = (deliveries: Delivery[]) => {
      queue.removeConsumer(consumer);
      onDeleted.delete(nothing);
      call.off('cancelled', nothing);
      cancelWait();
      resolve({ receivedMessages: deliveries.map(toReceivedMessage) });
    };
    const nothing = () => finish([]);
    const consumer: Consumer = {
      ackDeadlineSeconds: settings.ackDeadlineSeconds!,
      hasRoomFor: (pendingMessages) => pendingMessages < maxMessages,
      deliver: finish,
      settled: () => undefined,
    };
    const cancelWait = clock.wakeAfter(waitMs, nothing);
    call.once('cancelled', nothing);
    onDeleted.add(nothing);
    queue.addConsumer(consumer);
    // After the turn in which messages that are there already are handed out.
    if (request.returnImmediately) setImmediate(nothing);
  });
}
