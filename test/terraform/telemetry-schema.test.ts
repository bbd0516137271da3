import { readFileSync } from 'node:fs';
import { telemetryJsonSchema } from '@wheelhouse/shared/domains/telematics/message/jsonSchema.ts';
import { describe, expect, it } from 'vitest';
import { root } from './harness.ts';

/** Fields of a message by their names in JSON: `double`, `[string]` for several, `?` where it may be left out, or fields again. */
type Fields = { [name: string]: string | Fields | [string | Fields] };

type Schema = { type?: string; properties?: Record<string, Schema>; required?: string[]; items?: Schema; const?: unknown };

const scalars: Record<string, string> = { string: 'string', number: 'double', integer: 'int64', boolean: 'bool' };

function ofSchema({ properties = {}, required = [] }: Schema): Fields {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const isRequired = required.includes(name) && field.type !== 'array';
      return [isRequired ? name : `${name}?`, typeOfSchema(field)];
    }),
  );
}

function typeOfSchema(field: Schema): Fields[string] {
  if (field.type === 'object') return ofSchema(field);
  if (field.type === 'array') return [typeOfSchema(field.items ?? {}) as string | Fields];
  // The version, a number that is always the same whole one.
  if (Number.isInteger(field.const)) return 'int32';
  return scalars[field.type ?? ''] ?? `unknown type ${field.type}`;
}

/** The messages of a .proto by their names, each with the lines of its own fields. */
function messagesOf(text: string): Map<string, string[]> {
  const messages = new Map<string, string[]>();
  const open: string[] = [];
  for (const line of text.split('\n').map((line) => line.trim())) {
    const message = /^message (\w+) \{$/.exec(line)?.[1];
    if (message) {
      open.push(message);
      messages.set(message, []);
    } else if (line === '}') open.pop();
    else if (/ = \d+;$/.test(line)) messages.get(open.at(-1) ?? '')?.push(line);
  }
  return messages;
}

function ofProto(messages: Map<string, string[]>, message: string): Fields {
  return Object.fromEntries(
    (messages.get(message) ?? []).map((line) => {
      const [, label = '', type = '', name = ''] = /^(required|optional|repeated) (\w+) (\w+) = \d+;$/.exec(line) ?? [];
      const value = messages.has(type) ? ofProto(messages, type) : type;
      const inJson = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      return [label === 'required' ? inJson : `${inJson}?`, label === 'repeated' ? [value] : value];
    }),
  );
}

describe('the schema that Pub/Sub has of telemetry', () => {
  const proto = readFileSync(`${root}terraform/stack/schemas/telemetry-message.proto`, 'utf8');
  const messages = messagesOf(proto);

  it('has exactly the fields that devices may send, with their types', () => {
    const fields = ofSchema(telemetryJsonSchema() as Schema);
    expect(Object.keys(fields)).toContain('tenantId');
    expect(ofProto(messages, 'TelemetryMessage')).toEqual(fields);
  });

  it('has one message at its top level, and no number of a field twice', () => {
    expect(proto.match(/^message /gm)).toHaveLength(1);
    for (const [message, fields] of messages) {
      const numbers = fields.map((line) => / = (\d+);$/.exec(line)?.[1]);
      expect(new Set(numbers).size, message).toBe(numbers.length);
    }
  });
});
