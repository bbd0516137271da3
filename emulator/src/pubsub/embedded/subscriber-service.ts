import type { protos } from '@google-cloud/pubsub';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { pageOf } from './pages.ts';
import { pull } from './pull.ts';
import type { Subscription } from './settings.ts';
import { invalidArgument } from './status.ts';
import type { PubSubStore } from './store.ts';
import { streamingPull } from './streaming-pull.ts';
import type { TimerClock } from './timer-clock.ts';
import { unary } from './unary.ts';

type Api = typeof protos.google.pubsub.v1;
type Request<Name extends keyof Api> = Api[Name] extends { create(properties?: infer P): unknown } ? NonNullable<P> : never;

/** The Subscriber service of https://cloud.google.com/pubsub/docs/reference/rpc, without push, snapshots and seeking. */
export function subscriberService(store: PubSubStore, clock: TimerClock): UntypedServiceImplementation {
  return {
    createSubscription: unary((subscription: Subscription) => store.createSubscription(subscription)),
    getSubscription: unary(
      (request: Request<'GetSubscriptionRequest'>) => store.subscription(request.subscription ?? '').settings,
    ),
    updateSubscription: unary((request: Request<'UpdateSubscriptionRequest'>) => {
      if (!request.subscription) throw invalidArgument('The subscription in the UpdateSubscriptionRequest must be set.');
      return store.updateSubscription(request.subscription, request.updateMask?.paths ?? []);
    }),
    deleteSubscription: unary((request: Request<'DeleteSubscriptionRequest'>) => {
      store.deleteSubscription(request.subscription ?? '');
      return {};
    }),
    listSubscriptions: unary((request: Request<'ListSubscriptionsRequest'>) => {
      const all = store.subscriptions(request.project ?? '');
      const [subscriptions, nextPageToken] = pageOf(all, (subscription) => subscription.name!, request);
      return { subscriptions, nextPageToken };
    }),
    acknowledge: unary((request: Request<'AcknowledgeRequest'>) => {
      store.subscription(request.subscription ?? '').queue.acknowledge(request.ackIds ?? []);
      return {};
    }),
    modifyAckDeadline: unary((request: Request<'ModifyAckDeadlineRequest'>) => {
      const { queue } = store.subscription(request.subscription ?? '');
      queue.modifyAckDeadline(request.ackIds ?? [], request.ackDeadlineSeconds ?? 0);
      return {};
    }),
    pull: unary((request: Request<'PullRequest'>, call) => pull(store, clock, request, call)),
    streamingPull: streamingPull(store),
  };
}
