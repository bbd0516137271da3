import type { Delivery } from '../pubsub/index.ts';
import type { ScheduledJob } from '../scheduler/index.ts';
import type { HostedFunction } from './functions-host.ts';

/** Subscriptions of the functions that messages start. */
export function pubsubDeliveries(functions: readonly HostedFunction[]): Delivery[] {
  return functions.flatMap(({ name, url, concurrency, trigger }) =>
    trigger.type === 'pubsub'
      ? [
          {
            topic: trigger.topic,
            subscription: name,
            url,
            ackDeadlineSeconds: trigger.ackDeadlineSeconds,
            maxInFlight: concurrency,
            maxDeliveryAttempts: trigger.maxDeliveryAttempts,
            retryMinMs: trigger.minBackoffSeconds * 1000,
            retryMaxMs: trigger.maxBackoffSeconds * 1000,
            ...(trigger.deadLetterTopic ? { deadLetterTopic: trigger.deadLetterTopic } : {}),
          },
        ]
      : [],
  );
}

/** Which bucket's finalize events go to which function. Bucket names in `function.yaml` are short; a project's name stands before them. */
export function bucketRoutes(functions: readonly HostedFunction[], projectId: string): { bucket: string; url: string }[] {
  return functions.flatMap(({ url, trigger }) =>
    trigger.type === 'storage' ? [{ bucket: `${projectId}-${trigger.bucket}`, url }] : [],
  );
}

/** Jobs of the scheduler. */
export function scheduledJobs(functions: readonly HostedFunction[]): ScheduledJob[] {
  return functions.flatMap(({ name, url, trigger }) =>
    trigger.type === 'schedule'
      ? [
          {
            name,
            url,
            schedule: trigger.schedule,
            timeZone: trigger.timeZone,
            attemptDeadlineSeconds: trigger.attemptDeadlineSeconds,
          },
        ]
      : [],
  );
}
