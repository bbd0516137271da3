import type { Resource } from '@wheelhouse/shared/resource/resource.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import type { FunctionDescription } from '@wheelhouse/shared/runtime/function-description.ts';

export type TriggerType = FunctionDescription['trigger']['type'];

/** What index.ts registers when it is imported. */
export type Registration = {
  name: string;
  type: TriggerType;
  /** Domains, as they are once they are loaded. */
  serves: readonly Domain[];
  /** Resources that it answers before the domain is loaded. */
  atOnce?: readonly Resource[];
  domain?: () => Promise<Domain>;
  /** Paths beside those of resources. */
  otherPaths?: readonly string[];
};

/** A folder of functions/, as it was found. */
export type FunctionFolder = {
  folder: string;
  files: readonly string[];
  lines: number;
  description: FunctionDescription;
  registrations: readonly Registration[];
};

const maxLines = 25;

/** What is wrong with one folder. */
export function folderProblems({ folder, files, lines, description, registrations }: FunctionFolder): string[] {
  const problems: string[] = [];
  const where = `functions/${folder}`;
  for (const needed of ['index.ts', 'function.yaml'])
    if (!files.includes(needed)) problems.push(`${where}: ${needed} is missing`);
  if (description.name !== folder) problems.push(`${where}: function.yaml names it ${description.name}; the folder is its name`);
  if (lines >= maxLines)
    problems.push(`${where}/index.ts has ${lines} lines; what it does belongs into shared/src (under ${maxLines})`);
  const [registered, ...more] = registrations;
  if (!registered || more.length > 0) {
    problems.push(`${where}/index.ts registers ${registrations.length} functions, not one`);
    return problems;
  }
  if (registered.name !== folder) problems.push(`${where}/index.ts registers ${registered.name}, not ${folder}`);
  if (registered.type !== description.trigger.type)
    problems.push(`${where}: index.ts registers for ${registered.type}, function.yaml says ${description.trigger.type}`);
  const { atOnce, serves } = registered;
  const later = serves.flatMap(({ resources }) => resources);
  if (atOnce && (atOnce.length !== later.length || later.some((one) => !atOnce.includes(one))))
    problems.push(`${where}/index.ts registers other resources than its domain has`);
  if (description.trigger.type === 'http') problems.push(...pathProblems(where, description.trigger.paths, registered));
  return problems;
}

/** The load balancer sends a function exactly what it serves. */
function pathProblems(where: string, paths: readonly string[], { serves, otherPaths = [] }: Registration): string[] {
  const served = [...otherPaths, ...serves.flatMap((domain) => domain.resources.map((resource) => `/v1/${resource.path}`))];
  return [
    ...served
      .filter((path) => !paths.includes(path))
      .map((path) => `${where}: serves ${path}, but function.yaml does not name it`),
    ...paths
      .filter((path) => !served.includes(path))
      .map((path) => `${where}: function.yaml names ${path}, but no domain has it`),
    ...repeated(paths).map((path) => `${where}: function.yaml names ${path} twice`),
  ];
}

/** What is wrong with all folders together: every resource and verb is served by exactly one function. */
export function servingProblems(folders: readonly FunctionFolder[], domains: readonly Domain[]): string[] {
  const serving = new Map<Domain, string[]>();
  for (const { folder, registrations } of folders) {
    for (const domain of registrations.flatMap((one) => one.serves))
      serving.set(domain, [...(serving.get(domain) ?? []), folder]);
  }
  const problems: string[] = [];
  for (const domain of domains) {
    const by = serving.get(domain) ?? [];
    if (by.length === 0 && domain.resources.length + domain.verbs.length > 0)
      problems.push(`No function serves the domain ${domain.name}; npm run new:function -- ${domain.name} http`);
    if (by.length > 1) problems.push(`The domain ${domain.name} is served by ${by.join(' and ')}`);
  }
  for (const domain of serving.keys())
    if (!domains.includes(domain)) problems.push(`The domain ${domain.name} is not in allDomains (shared/src/domains/index.ts)`);
  const paths = folders.flatMap(({ description: { trigger } }) => (trigger.type === 'http' ? trigger.paths : []));
  return [...problems, ...repeated(paths).map((path) => `${path} is in the function.yaml of two functions`)];
}

/** Pub/Sub and storage functions wait for something that is sent. */
export function sourceProblems(
  descriptions: readonly FunctionDescription[],
  known: { topics: readonly string[]; buckets: readonly string[] },
): string[] {
  return descriptions.flatMap(({ name, trigger }) => {
    if (trigger.type === 'pubsub' && !known.topics.includes(trigger.topic))
      return [`${name}: nothing is published to ${trigger.topic}; known topics: ${known.topics.join(', ')}`];
    if (trigger.type === 'storage' && !known.buckets.includes(trigger.bucket))
      return [`${name}: nothing is written to ${trigger.bucket}; known buckets: ${known.buckets.join(', ')}`];
    if (trigger.type === 'pubsub' && trigger.deadLetterTopic !== `${trigger.topic}-dead-letter`)
      return [`${name}: messages that cannot be handled would be lost; set deadLetterTopic: ${trigger.topic}-dead-letter`];
    return [];
  });
}

export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
