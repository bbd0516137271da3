import * as resources from '../resources.ts';

/** What the live stream tells of, with the permission that it takes: states of vehicles, and the events of every resource of telematics. */
export const liveSubjects: ReadonlyMap<string, string> = new Map(
  Object.values(resources).map(({ singular, permissions }) => [singular, permissions.read]),
);
