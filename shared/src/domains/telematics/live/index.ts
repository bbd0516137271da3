export type { Change } from './change.ts';
export { type Cursor, decodeCursor, encodeCursor, start } from './cursor.ts';
export { liveFrames } from './live-frames.ts';
export { areEventsPurged } from './purged.ts';
export { readChanges, readSnapshot } from './read-changes.ts';
export { liveSubjects } from './subjects.ts';
export { tenantFeed } from './tenant-feeds.ts';
