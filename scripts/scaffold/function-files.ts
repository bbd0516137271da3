import { stringify } from 'yaml';
import type { FunctionPlan } from './function-plan.ts';

/** functions/<name>/function.yaml */
export function descriptionFile({ name, description, trigger }: FunctionPlan): string {
  const options = { lineWidth: 0, defaultStringType: 'PLAIN' } as const;
  // Whatever changes rows tells events.
  const access = { publishes: ['events'] };
  switch (trigger.type) {
    case 'http':
      return stringify({ name, description, trigger: { type: 'http', paths: trigger.paths }, access }, options);
    case 'pubsub': {
      const settings = { type: 'pubsub', topic: trigger.topic, deadLetterTopic: `${trigger.topic}-dead-letter` };
      return stringify({ name, description, trigger: settings, access }, options);
    }
    default:
      return stringify({ name, description, trigger, access }, options);
  }
}

/** functions/<name>/index.ts */
export function functionFile({ name, trigger }: FunctionPlan): string {
  const runtime = (register: string) => `import { ${register} } from '@wheelhouse/shared/runtime/event-function.ts';\n\n`;
  switch (trigger.type) {
    case 'http':
      return `import * as resources from '@wheelhouse/shared/domains/${trigger.domain}/resources.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('${name}', {
  resources,
  domain: async () => (await import('@wheelhouse/shared/domains/${trigger.domain}/index.ts')).${trigger.domainConstant},
});
`;
    case 'pubsub':
      return `${runtime('messageFunction')}messageFunction('${name}', ({ log }) => async ({ messageId, attributes }) => {
  log.info({ messageId, attributes }, 'message');
  return undefined;
});
`;
    case 'storage':
      return `${runtime('objectFunction')}objectFunction('${name}', ({ log }) => async ({ eventId, bucket, name }) => {
  log.info({ eventId, bucket, object: name }, 'object written');
  return undefined;
});
`;
    case 'schedule':
      return `${runtime('scheduledFunction')}scheduledFunction('${name}', ({ log }) => async ({ scheduledFor }) => {
  log.info({ scheduledFor }, 'started');
  return undefined;
});
`;
  }
}

/** test/functions/<name>.test.ts */
export function functionTestFile(plan: FunctionPlan): string {
  return `import { describe, expect, it } from 'vitest';
import { functionServer } from '../harness/function-server.ts';

describe('the function ${plan.name}', () => {
${sentences(plan)}
});
`;
}

function sentences({ name, trigger }: FunctionPlan): string {
  const send = `const { send } = await functionServer('${name}');`;
  switch (trigger.type) {
    case 'http':
      return `  it('is well and offers its domain', async () => {
    ${send}
    expect((await send('GET', '/health')).status).toBe(200);
    const document = (await (await send('GET', '/openapi.json')).json()) as { paths: Record<string, unknown> };
    const offered = new Set(Object.keys(document.paths).map((path) => /^\\/v1\\/[a-z0-9-]+/.exec(path)?.[0]));
    expect([...offered].sort()).toEqual(${JSON.stringify([...trigger.paths].sort())});
  });`;
    case 'pubsub':
      return `  it('acknowledges a message', async () => {
    ${send}
    const message = { messageId: '1', publishTime: '2026-06-15T12:00:00Z', data: btoa('{}'), attributes: { tenantId: 'none' } };
    expect((await send('POST', '/', { subscription: '${name}', message })).status).toBe(204);
  });

  it('refuses what is no message of Pub/Sub', async () => {
    ${send}
    expect((await send('POST', '/', { text: 'hello' })).status).toBe(422);
  });`;
    case 'storage':
      return `  it('takes the event of an object that was written', async () => {
    ${send}
    const object = { bucket: '${trigger.bucket}', name: 'a.txt', generation: '1', size: '5' };
    expect((await send('POST', '/', object, { 'ce-id': 'event-1' })).status).toBe(204);
  });

  it('refuses what is no CloudEvent', async () => {
    ${send}
    expect((await send('POST', '/', {})).status).toBe(400);
  });`;
    case 'schedule':
      return `  it('runs when Cloud Scheduler calls', async () => {
    ${send}
    const headers = { 'x-cloudscheduler-scheduletime': '2026-06-15T12:00:00Z' };
    expect((await send('POST', '/', undefined, headers)).status).toBe(204);
  });`;
  }
}
