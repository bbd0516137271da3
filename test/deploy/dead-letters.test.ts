import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Answer, workspace } from './workspace.ts';

const hasJq = spawnSync('jq', ['--version']).status === 0;
const base = 'https://pubsub.googleapis.com/v1/projects/example';
const args = ['example', 'events-dead-letter', 'events'];
const message = {
  data: 'eyJhIjoxfQ==',
  attributes: { 'ce-type': 'vehicle.created', CloudPubSubDeadLetterSourceSubscription: 'event-dispatch' },
  messageId: '17',
  publishTime: '2026-01-01T00:00:00Z',
};
const pulled = JSON.stringify({ receivedMessages: [{ ackId: 'ack-1', message }] });

/** What curl was asked for, and what it was sent. */
function requests(calls: string[]): string[] {
  return calls.filter((call) => call.startsWith('curl ')).map((call) => call.slice(call.indexOf(base) + base.length));
}

describe.runIf(hasJq)('replaying dead letters', () => {
  it('publishes a message as it was before it is taken away, and stops when none is left', () => {
    const once: Answer[] = [{ call: 'auth print-access-token', out: 'ya29.secret' }];
    const space = workspace();
    // The second pull finds nothing.
    space.write('pull.sh', `[ -e pulled ] || { touch pulled; printf '%s' '${pulled}'; }`);
    const { status, out, calls } = space.run('replay-dead-letters.sh', [...once, { call: ':pull', script: 'pull.sh' }], {}, args);
    expect(status).toBe(0);
    expect(requests(calls)).toEqual([
      '/subscriptions/events-dead-letter:pull <<< {"maxMessages":10}',
      '/topics/events:publish <<< {"messages":[{"data":"eyJhIjoxfQ==","attributes":{"ce-type":"vehicle.created"}}]}',
      '/subscriptions/events-dead-letter:acknowledge <<< {"ackIds":["ack-1"]}',
      '/subscriptions/events-dead-letter:pull <<< {"maxMessages":10}',
    ]);
    expect(out).toContain('1 messages were published again');
    expect(calls.join('\n')).not.toContain('ya29.secret');
  });

  it('takes nothing away that could not be published', () => {
    const answers = [
      { call: ':pull', out: pulled },
      { call: ':publish', status: 22 },
    ];
    const { status, calls } = workspace().run('replay-dead-letters.sh', answers, {}, args);
    expect(status).not.toBe(0);
    expect(requests(calls).some((call) => call.includes(':acknowledge'))).toBe(false);
  });

  it('says how it is used', () => {
    expect(workspace().run('replay-dead-letters.sh')).toMatchObject({ status: 2, calls: [] });
  });
});
