import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFunctionDescription } from '@wheelhouse/shared/runtime/function-description.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../scripts/terraform/hcl.ts';
import { folderOf } from './harness.ts';

/** The type of `description` in modules/function: each attribute with its default, as a tree; `null` where it has none. */
function typeTree(text: string): Record<string, unknown> {
  const stack: Record<string, unknown>[] = [{}];
  for (const line of text.split('\n')) {
    const opening = /^\s*(\w+)\s*= (?:optional\()?object\(\{$/.exec(line);
    const field = /^\s*(\w+)\s*= (?:optional\((?:\w+\(\w+\)|\w+)(?:, (.+))?\)|\w+)$/.exec(line);
    const inner: Record<string, unknown> = {};
    if (opening?.[1]) {
      Object.assign(stack.at(-1) ?? {}, { [opening[1]]: inner });
      stack.push(inner);
    } else if (field?.[1])
      Object.assign(stack.at(-1) ?? {}, { [field[1]]: field[2] === undefined ? null : JSON.parse(field[2]) });
    else if (/^\s*\}\)/.test(line) && stack.length > 1) stack.pop();
  }
  return stack[0] ?? {};
}

const text = textOf(folderOf('modules/function').variable?.description?.[0]?.type);
const declared = typeTree(text);
const trigger = declared.trigger as Record<string, unknown>;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'descriptions-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(name: string, yaml: string) {
  const directory = join(folder, name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'function.yaml'), `name: ${name}\ndescription: Says least.\n${yaml}`);
  return readFunctionDescription(directory);
}

const least = {
  http: 'trigger: { type: http, paths: [/v1/things] }',
  pubsub: 'trigger: { type: pubsub, topic: events }',
  storage: 'trigger: { type: storage, bucket: documents }',
  schedule: 'trigger: { type: schedule, schedule: "* * * * *" }',
};

describe('what Terraform takes for granted in a function.yaml', () => {
  it('is what the emulator and the build do', () => {
    const { name: _name, description: _description, trigger: _trigger, ...defaults } = read('plain', least.http);
    const { name: _itsName, description: _itsDescription, trigger: _itsTrigger, ...itsDefaults } = declared;
    expect(itsDefaults).toEqual(defaults);
  });

  it.each(Object.entries(least))('is the same for the trigger %s', (type, yaml) => {
    const { trigger: found } = read(`trigger-${type}`, yaml);
    const expected = Object.fromEntries(Object.entries(found).filter(([key]) => !yaml.includes(`${key}:`)));
    expect(trigger).toMatchObject(expected);
    expect(Object.keys(found).filter((key) => !(key in trigger))).toEqual([]);
  });
});
