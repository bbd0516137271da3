import { randomUUID } from 'node:crypto';
import type { ObjectResource } from './object-record.ts';

/**
 * The CloudEvent of a completely written object, as Eventarc delivers it:
 * https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/cloud/storage/v1/events.proto
 */
export interface FinalizedEvent {
  id: string;
  type: 'google.cloud.storage.object.v1.finalized';
  /** `//storage.googleapis.com/projects/_/buckets/BUCKET` */
  source: string;
  /** `objects/NAME` */
  subject: string;
  /** RFC 3339, UTC. */
  time: string;
  data: ObjectResource;
}

export function finalizedEvent(resource: ObjectResource, time: Date): FinalizedEvent {
  return {
    id: randomUUID(),
    type: 'google.cloud.storage.object.v1.finalized',
    source: `//storage.googleapis.com/projects/_/buckets/${resource.bucket}`,
    subject: `objects/${resource.name}`,
    time: time.toISOString(),
    data: resource,
  };
}
