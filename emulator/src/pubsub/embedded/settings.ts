import type { protos } from '@google-cloud/pubsub';
import { status } from '@grpc/grpc-js';
import { parseFilter } from './filter.ts';
import { checkName } from './names.ts';
import { invalidArgument, PubSubStatusError, unimplemented } from './status.ts';

export type Subscription = protos.google.pubsub.v1.ISubscription;
type Duration = protos.google.protobuf.IDuration;

const defaultAckDeadlineSeconds = 10;
const defaultRetention: Duration = { seconds: 7 * 24 * 3600, nanos: 0 };
const minRetentionMs = 10 * 60 * 1000;
const maxRetentionMs = 31 * 24 * 3600 * 1000;
const maxBackoffMs = 600_000;

/** Milliseconds of a protobuf duration. */
export function toMilliseconds(duration: Duration | null | undefined, otherwise: number): number {
  return duration ? Number(duration.seconds ?? 0) * 1000 + (duration.nanos ?? 0) / 1e6 : otherwise;
}

/** @throws PubSubStatusError INVALID_ARGUMENT for an ack deadline outside 10 to 600 seconds */
export function checkAckDeadline(seconds: number): number {
  if (seconds < 10 || seconds > 600) {
    throw invalidArgument(`Invalid ack deadline given: ${seconds} seconds. It must be between 10 and 600 seconds.`);
  }
  return seconds;
}

function checkBackoff(name: string, duration: Duration | null | undefined): void {
  const ms = toMilliseconds(duration, 0);
  if (ms >= 0 && ms <= maxBackoffMs) return;
  throw invalidArgument(
    `The value for ${name} is out of bounds. You passed ${ms / 1000}s in the request, but the value must be between 0s and 600s.`,
  );
}

function checkDeadLetterPolicy(policy: Subscription['deadLetterPolicy']): Subscription['deadLetterPolicy'] {
  if (!policy) return null;
  const maxDeliveryAttempts = policy.maxDeliveryAttempts || 5;
  if (maxDeliveryAttempts < 5 || maxDeliveryAttempts > 100) {
    const [size, bound, limit] = maxDeliveryAttempts < 5 ? ['small', 'minimum', 5] : ['large', 'maximum', 100];
    throw new PubSubStatusError(
      status.OUT_OF_RANGE,
      `The value for max_delivery_attempts is too ${size}. You passed ${maxDeliveryAttempts} in the request, but the ${bound} value is ${limit}.`,
    );
  }
  return { deadLetterTopic: checkName('topics', policy.deadLetterTopic ?? ''), maxDeliveryAttempts };
}

/**
 * Checks a subscription as it is created or updated and fills in the defaults of the real service.
 *
 * @throws PubSubStatusError INVALID_ARGUMENT or OUT_OF_RANGE for values that Pub/Sub refuses, UNIMPLEMENTED for features that only
 *   the real service has
 */
export function checkSubscription(given: Subscription): Subscription {
  if (given.pushConfig?.pushEndpoint) throw unimplemented('push delivery');
  if (given.bigqueryConfig || given.cloudStorageConfig || given.bigtableConfig) throw unimplemented('export subscriptions');
  if (given.enableExactlyOnceDelivery) throw unimplemented('exactly-once delivery');
  if (given.messageTransforms?.length) throw unimplemented('message transforms');
  parseFilter(given.filter ?? '');
  const retentionMs = toMilliseconds(given.messageRetentionDuration, toMilliseconds(defaultRetention, 0));
  if (retentionMs < minRetentionMs || retentionMs > maxRetentionMs) {
    throw invalidArgument('message_retention_duration out of bounds: it must be between 10 minutes and 31 days.');
  }
  checkBackoff('minimum_backoff', given.retryPolicy?.minimumBackoff);
  checkBackoff('maximum_backoff', given.retryPolicy?.maximumBackoff);
  return {
    ...given,
    ackDeadlineSeconds: checkAckDeadline(given.ackDeadlineSeconds || defaultAckDeadlineSeconds),
    messageRetentionDuration: given.messageRetentionDuration ?? defaultRetention,
    deadLetterPolicy: checkDeadLetterPolicy(given.deadLetterPolicy),
    retryPolicy: given.retryPolicy
      ? {
          minimumBackoff: given.retryPolicy.minimumBackoff ?? { seconds: 10, nanos: 0 },
          maximumBackoff: given.retryPolicy.maximumBackoff ?? { seconds: 600, nanos: 0 },
        }
      : null,
    state: 'ACTIVE',
  };
}

const updatable = {
  ack_deadline_seconds: 'ackDeadlineSeconds',
  dead_letter_policy: 'deadLetterPolicy',
  expiration_policy: 'expirationPolicy',
  labels: 'labels',
  message_retention_duration: 'messageRetentionDuration',
  push_config: 'pushConfig',
  retry_policy: 'retryPolicy',
} as const satisfies Record<string, keyof Subscription>;

/**
 * The subscription `current` with the fields of `paths` taken from `given`.
 *
 * @throws PubSubStatusError INVALID_ARGUMENT for a field that cannot be changed, and as checkSubscription
 */
export function updateSubscription(current: Subscription, given: Subscription, paths: readonly string[]): Subscription {
  if (paths.length === 0) throw invalidArgument('The update_mask in the UpdateSubscriptionRequest must be set.');
  const changes: Subscription = {};
  for (const path of paths) {
    if (!Object.hasOwn(updatable, path)) throw invalidArgument(`Invalid update_mask provided: "${path}" cannot be changed.`);
    const field = updatable[path as keyof typeof updatable];
    Object.assign(changes, { [field]: given[field] });
  }
  return checkSubscription({ ...current, ...changes });
}

/**
 * Milliseconds that a message waits after its `attempts`-th failed delivery: exponential between the bounds of the retry policy,
 * none without a policy (https://cloud.google.com/pubsub/docs/handling-failures#exponential_backoff).
 */
export function backoffMs(retryPolicy: Subscription['retryPolicy'], attempts: number): number {
  if (!retryPolicy) return 0;
  const minimumMs = toMilliseconds(retryPolicy.minimumBackoff, 0);
  return Math.min(toMilliseconds(retryPolicy.maximumBackoff, maxBackoffMs), minimumMs * 2 ** Math.min(attempts - 1, 30));
}
