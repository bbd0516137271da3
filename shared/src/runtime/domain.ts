import type { Resource } from '../resource/resource.ts';
import type { Verb } from '../resource/verb.ts';

/** What a domain serves over HTTP. What events and schedules start stands in `domains/consumers.ts` and `domains/jobs.ts`: a function carries only its own. */
export type Domain = {
  name: string;
  resources: readonly Resource[];
  verbs: readonly Verb[];
};
