import type { Resource } from '../resource/resource.ts';
import * as documents from './documents/resources.ts';
import * as fleet from './fleet/resources.ts';
import * as identity from './identity/resources.ts';
import * as operations from './operations/resources.ts';
import * as platform from './platform/resources.ts';
import * as telematics from './telematics/resources.ts';

const modules = [platform, identity, fleet, telematics, documents, operations];

/** Every resource, without the verbs: a function may include rows of resources that another function serves. */
export const resources: readonly Resource[] = modules.flatMap((exported): Resource[] => Object.values(exported));
