import { variables } from '@wheelhouse/shared/config.ts';

/** Topics that something is published to: the defaults of the variables `…_TOPIC`. */
export function knownTopics(): string[] {
  return Object.entries(variables)
    .filter(([name]) => name.endsWith('_TOPIC'))
    .map(([, schema]) => String(schema.parse(undefined)));
}

/** Buckets that something is written to: `documents` for the variable `DOCUMENTS_BUCKET`. */
export function knownBuckets(): string[] {
  return Object.keys(variables)
    .filter((name) => name.endsWith('_BUCKET'))
    .map((name) => name.slice(0, -'_BUCKET'.length).toLowerCase().replaceAll('_', '-'));
}
