import type { protos } from '@google-cloud/pubsub';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { pageOf } from './pages.ts';
import { invalidArgument } from './status.ts';
import type { PubSubStore, Topic } from './store.ts';
import { unary } from './unary.ts';

type Api = typeof protos.google.pubsub.v1;
type Request<Name extends keyof Api> = Api[Name] extends { create(properties?: infer P): unknown } ? NonNullable<P> : never;

/** The Publisher service of https://cloud.google.com/pubsub/docs/reference/rpc, without snapshots, schemas and detaching. */
export function publisherService(store: PubSubStore): UntypedServiceImplementation {
  return {
    createTopic: unary((topic: Topic) => store.createTopic(topic)),
    getTopic: unary((request: Request<'GetTopicRequest'>) => store.topic(request.topic ?? '')),
    updateTopic: unary((request: Request<'UpdateTopicRequest'>) => {
      if (!request.topic) throw invalidArgument('The topic in the UpdateTopicRequest must be set.');
      return store.updateTopic(request.topic, request.updateMask?.paths ?? []);
    }),
    deleteTopic: unary((request: Request<'DeleteTopicRequest'>) => {
      store.deleteTopic(request.topic ?? '');
      return {};
    }),
    listTopics: unary((request: Request<'ListTopicsRequest'>) => {
      const [topics, nextPageToken] = pageOf(store.topics(request.project ?? ''), (topic) => topic.name!, request);
      return { topics, nextPageToken };
    }),
    listTopicSubscriptions: unary((request: Request<'ListTopicSubscriptionsRequest'>) => {
      const names = store.subscriptionNames(request.topic ?? '');
      const [subscriptions, nextPageToken] = pageOf(names, (name) => name, request);
      return { subscriptions, nextPageToken };
    }),
    publish: unary((request: Request<'PublishRequest'>) => ({
      messageIds: store.publish(request.topic ?? '', request.messages ?? []),
    })),
  };
}
