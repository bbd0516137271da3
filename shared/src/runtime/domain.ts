import type { Resource } from '../resource/resource.ts';
import type { Verb } from '../resource/verb.ts';
import type { Consumer } from './consumer.ts';
import type { Job } from './job.ts';

/** Everything a domain offers. */
export type Domain = {
  name: string;
  resources: readonly Resource[];
  verbs: readonly Verb[];
  consumers: readonly Consumer[];
  jobs: readonly Job[];
};
