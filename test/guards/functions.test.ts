import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getFunction } from '@google-cloud/functions-framework/testing';
import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { type FunctionDescription, readFunctionDescription } from '@wheelhouse/shared/runtime/function-description.ts';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { knownBuckets, knownTopics } from '../../scripts/scaffold/known-names.ts';
import { functionServer, importFunction } from '../harness/function-server.ts';
import {
  type FunctionFolder,
  folderProblems,
  type Registration,
  servingProblems,
  sourceProblems,
  type TriggerType,
} from './checks/functions.ts';

const directory = fileURLToPath(new URL('../../functions/', import.meta.url));
const names = readdirSync(directory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const registered = vi.hoisted(() => [] as Registration[]);

// Everything really registers; what the framework does not keep (the trigger, the domains) is noted on the way.
vi.mock('@wheelhouse/shared/runtime/http-function.ts', async (original) => {
  const real = await original<typeof import('@wheelhouse/shared/runtime/http-function.ts')>();
  const httpFunction: typeof real.httpFunction = (name, served) => {
    registered.push({ name, type: 'http', serves: [], atOnce: Object.values(served.resources), domain: served.domain });
    real.httpFunction(name, served);
  };
  return { ...real, httpFunction };
});
vi.mock('@wheelhouse/shared/runtime/event-function.ts', async (original) => {
  const real = await original<typeof import('@wheelhouse/shared/runtime/event-function.ts')>();
  const noted =
    <A extends unknown[]>(type: TriggerType, register: (name: string, ...rest: A) => void) =>
    (name: string, ...rest: A) => {
      registered.push({ name, type, serves: [] });
      register(name, ...rest);
    };
  return {
    ...real,
    messageFunction: noted('pubsub', real.messageFunction),
    objectFunction: noted('storage', real.objectFunction),
    scheduledFunction: noted('schedule', real.scheduledFunction),
  };
});

vi.mock('@wheelhouse/shared/runtime/reference-function.ts', async (original) => {
  const real = await original<typeof import('@wheelhouse/shared/runtime/reference-function.ts')>();
  const referenceFunction: typeof real.referenceFunction = (name, describes) => {
    registered.push({ name, type: 'http', serves: [], otherPaths: ['/'] });
    real.referenceFunction(name, describes);
  };
  return { ...real, referenceFunction };
});

const folders: FunctionFolder[] = [];

beforeAll(async () => {
  for (const folder of names) {
    const before = registered.length;
    const index = join(directory, folder, 'index.ts');
    if (existsSync(index)) await importFunction(folder);
    for (const one of registered.slice(before)) if (one.domain) one.serves = [await one.domain()];
    folders.push({
      folder,
      files: readdirSync(join(directory, folder)),
      lines: existsSync(index) ? readFileSync(index, 'utf8').split('\n').length - 1 : 0,
      description: readFunctionDescription(join(directory, folder)),
      registrations: registered.slice(before),
    });
  }
});

describe('every function', () => {
  it('has a tiny index.ts and a valid function.yaml that say the same', () => {
    expect(folders.flatMap(folderProblems)).toEqual([]);
  });

  it('is known to the framework under the name of its folder', () => {
    expect(names.filter((name) => !getFunction(name))).toEqual([]);
  });

  it('waits for a topic or bucket that something is sent to', () => {
    const known = { topics: knownTopics(), buckets: knownBuckets() };
    expect(
      sourceProblems(
        folders.map((one) => one.description),
        known,
      ),
    ).toEqual([]);
  });

  it('starts and says that it is well', async () => {
    const answers = await Promise.all(names.map(async (name) => (await functionServer(name)).send('GET', '/health')));
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual(names.map(() => ({ status: 'ok' })));
  });
});

it('Every resource and verb is served by exactly one function', () => {
  expect(servingProblems(folders, allDomains)).toEqual([]);
});

describe('the guard of functions', () => {
  const domain = (name: string, ...paths: string[]) =>
    ({ name, resources: paths.map((path) => ({ path })), verbs: [] }) as unknown as Domain;
  const harbour = domain('harbour', 'cranes');
  const http = (paths: string[]) => ({ name: 'harbour', trigger: { type: 'http', paths } }) as FunctionDescription;
  const sound: FunctionFolder = {
    folder: 'harbour',
    files: ['index.ts', 'function.yaml'],
    lines: 4,
    description: http(['/v1/cranes']),
    registrations: [{ name: 'harbour', type: 'http', serves: [harbour] }],
  };

  it('is content with a sound function', () => {
    expect(folderProblems(sound)).toEqual([]);
    expect(servingProblems([sound], [harbour])).toEqual([]);
  });

  it.each<[string, Partial<FunctionFolder>, RegExp]>([
    ['a missing index.ts', { files: ['function.yaml'] }, /index\.ts is missing/],
    ['another name than the folder', { folder: 'port' }, /function\.yaml names it harbour/],
    ['a long index.ts', { lines: 25 }, /25 lines/],
    ['an index.ts that registers nothing', { registrations: [] }, /registers 0 functions/],
    [
      'another trigger than described',
      { registrations: [{ name: 'harbour', type: 'schedule', serves: [] }] },
      /index\.ts registers for schedule, function\.yaml says http/,
    ],
    ['a path that is not named', { description: http(['/v1/boats']) }, /serves \/v1\/cranes, but/],
    ['a path that nobody has', { description: http(['/v1/cranes', '/v1/boats']) }, /names \/v1\/boats, but no domain/],
    [
      'a resource that is not there at once',
      { registrations: [{ name: 'harbour', type: 'http', serves: [harbour], atOnce: [] }] },
      /registers other resources than its domain/,
    ],
    ['a path named twice', { description: http(['/v1/cranes', '/v1/cranes']) }, /\/v1\/cranes twice/],
  ])('sees %s', (_, change, problem) => {
    expect(folderProblems({ ...sound, ...change }).join('\n')).toMatch(problem);
  });

  it('sees a domain that none, two or unlisted functions serve', () => {
    expect(servingProblems([], [harbour])).toEqual([expect.stringContaining('No function serves the domain harbour')]);
    expect(servingProblems([sound, { ...sound, folder: 'port' }], [harbour])).toEqual([
      'The domain harbour is served by harbour and port',
      '/v1/cranes is in the function.yaml of two functions',
    ]);
    expect(servingProblems([sound], [])).toEqual([expect.stringContaining('not in allDomains')]);
  });

  it('sees sources that nothing is sent to, and messages that would be lost', () => {
    const known = { topics: ['events'], buckets: ['documents'] };
    const describing = (trigger: object) => [{ name: 'f', trigger }] as unknown as FunctionDescription[];
    const message = (topic: string, deadLetterTopic?: string) => describing({ type: 'pubsub', topic, deadLetterTopic });
    expect(sourceProblems(message('event', 'event-dead-letter'), known)).toEqual([
      expect.stringContaining('published to event;'),
    ]);
    expect(sourceProblems(message('events'), known)).toEqual([expect.stringContaining('would be lost')]);
    expect(sourceProblems(message('events', 'events-dead-letter'), known)).toEqual([]);
    expect(sourceProblems(describing({ type: 'storage', bucket: 'docs' }), known)).toEqual([expect.stringContaining('to docs;')]);
  });
});
