import { invalidArgument } from './status.ts';

const resourceId = /^(?!goog)[A-Za-z][A-Za-z0-9\-_.~+%]{2,254}$/;

/** What stands in for the topic of a subscription whose topic was deleted, as in the real service. */
export const deletedTopic = '_deleted-topic_';

/**
 * Checks `projects/{project}/{collection}/{id}`.
 *
 * @throws PubSubStatusError INVALID_ARGUMENT; the rules are in https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names
 */
export function checkName(collection: 'topics' | 'subscriptions', name: string): string {
  const [projects, project, kind, id, ...rest] = name.split('/');
  const valid = projects === 'projects' && project && kind === collection && resourceId.test(id ?? '') && rest.length === 0;
  if (!valid) throw invalidArgument(`Invalid [${collection}] name: (name=${name})`);
  return name;
}

/** `projects/{project}` that a resource name begins with. */
export function projectOf(name: string): string {
  return name.split('/').slice(0, 2).join('/');
}

/** The last segment of a resource name. */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
