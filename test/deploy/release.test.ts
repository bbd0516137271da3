import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answer, workspace } from './workspace.ts';

const where = '--project=example --region=europe-west1';

/** Functions that are there, and what they serve: rows of revision and share, and the newest revision. */
function services(serving: Record<string, { rows: string[]; newest: string }>): Answer[] {
  return [
    { call: 'run services list', out: `${Object.keys(serving).join('\n')}\n` },
    ...Object.entries(serving).flatMap(([name, { rows, newest }]) => [
      { call: `services describe ${name} ${where} --flatten`, out: `${rows.join('\n')}\n` },
      { call: `services describe ${name} ${where} --format=value(status.latestReadyRevisionName)`, out: `${newest}\n` },
    ]),
  ];
}

/** A build that has deployed: fleet and identity changed, telematics did not. */
function deployed() {
  const space = workspace();
  space.write(
    'build/deploy/revisions',
    'fleet fleet-00007-abc=100\nidentity identity-00002-x=90,identity-00001-y=10\ntelematics telematics-00001-t=100\n',
  );
  space.write('build/deploy/changed', 'fleet\nidentity\n');
  space.write('build/deploy/smoke', '200 https://api.example.com/health\n401 https://api.example.com/v1/vehicles\n');
  return space;
}

const healthy: Answer[] = [
  { call: '/health', out: '200' },
  { call: '/v1/vehicles', out: '401' },
];
const traffic = (calls: string[]) => calls.filter((call) => call.includes('update-traffic'));

describe('noting revisions', () => {
  it('writes down what each function serves, in every share, and which were held back', () => {
    const space = workspace();
    for (const name of ['fleet', 'identity', 'reports'])
      mkdirSync(join(space.root, 'build/functions', name), { recursive: true });
    const { status, out } = space.run(
      'note-revisions.sh',
      services({
        fleet: { rows: ['fleet-00007-abc,100', 'fleet-00006-old,'], newest: 'fleet-00007-abc' },
        identity: { rows: ['identity-00001-y,10', 'identity-00002-x,90'], newest: 'identity-00003-z' },
      }),
    );
    expect(status).toBe(0);
    expect(space.read('build/deploy/revisions')).toBe(
      'fleet fleet-00007-abc=100\nidentity identity-00001-y=10,identity-00002-x=90\n',
    );
    expect(space.read('build/deploy/held-back')).toBe('identity\n');
    expect(out).toContain('reports is new.');
  });

  it('does not go on without knowing what is there', () => {
    const space = workspace();
    mkdirSync(join(space.root, 'build/functions/fleet'), { recursive: true });
    expect(space.run('note-revisions.sh', [{ call: 'run services list', status: 1 }]).status).not.toBe(0);
  });
});

describe('admitting functions', () => {
  it('lets new logins act, and what was rolled back serve its newest revision again', () => {
    const space = deployed();
    space.write('build/deploy/held-back', 'telematics\nfleet\n');
    const { status, calls } = space.run('admit-functions.sh');
    expect(status).toBe(0);
    expect(calls).toEqual([
      `gcloud run jobs execute wheelhouse-database ${where} --wait --args=database,prepare`,
      `gcloud run services update-traffic telematics ${where} --to-latest`,
      `gcloud run services update-traffic fleet ${where} --to-latest`,
    ]);
    expect(space.read('build/deploy/changed')).toBe('fleet\nidentity\ntelematics\n');
  });
});

describe('the smoke test', () => {
  it('ends well where every address answers as it should, and moves no traffic', () => {
    const { status, calls } = deployed().run('smoke-or-roll-back.sh', healthy);
    expect(status).toBe(0);
    expect(calls).toHaveLength(2);
    expect(traffic(calls)).toEqual([]);
  });

  it.each<[string, Answer[]]>([
    ['answers otherwise', [{ call: '/health', out: '503' }]],
    ['lets in who has no token', [{ call: '/v1/vehicles', out: '200' }]],
    ['cannot be reached', [{ call: '/health', out: '000', status: 7 }]],
  ])('sends exactly the changed functions back, and fails, where an address %s', (_, answers) => {
    const { status, calls, out } = deployed().run('smoke-or-roll-back.sh', [...answers, ...healthy]);
    expect(status).toBe(1);
    expect(out).toMatch(/^FAIL /m);
    expect(traffic(calls)).toEqual([
      `gcloud run services update-traffic fleet ${where} --to-revisions=fleet-00007-abc=100`,
      `gcloud run services update-traffic identity ${where} --to-revisions=identity-00002-x=90,identity-00001-y=10`,
    ]);
  });

  it('sends the others back too where one cannot be, and names that one', () => {
    const { status, calls, err } = deployed().run('roll-back.sh', [{ call: 'update-traffic fleet', status: 1 }]);
    expect(status).toBe(1);
    expect(traffic(calls)).toHaveLength(2);
    expect(err).toContain('fleet could not be sent back to fleet-00007-abc=100');
  });

  it('leaves a function that is new where it is', () => {
    const space = deployed();
    space.write('build/deploy/changed', 'reports\n');
    const { status, calls, out } = space.run('roll-back.sh');
    expect({ status, calls }).toEqual({ status: 0, calls: [] });
    expect(out).toContain('reports has no earlier revision');
  });

  it('asks with a token where there is one, which no argument shows', () => {
    const space = deployed();
    space.write('build/deploy/smoke', '200 https://api.example.com/v1/vehicles?limit=1 token\n');
    const answers = [
      { call: 'secrets versions access', out: 'wh_secret' },
      { call: 'curl', out: '200' },
    ];
    const { status, calls } = space.run('smoke.sh', answers, { SMOKE_TOKEN_SECRET: 'smoke-token' });
    expect(status).toBe(0);
    expect(calls[0]).toBe('gcloud secrets versions access latest --secret=smoke-token --project=example');
    expect(calls[1]).toMatch(/^curl [^<]*limit=1 <<< header = "Authorization: Bearer wh_secret"$/);
    expect(space.run('smoke.sh').calls).toEqual([]);
  });
});

describe('what the smoke test asks', () => {
  const openapi = { paths: { '/v1/vehicles': { get: {} }, '/v1/users': { get: {} }, '/v1/obd-telemetry': { post: {} } } };
  const routes = { '/': 'reference', '/v1/vehicles': 'fleet', '/v1/users': 'identity', '/v1/obd-telemetry': 'fleet' };
  const functions = {
    fleet: { uri: 'https://fleet.example.app', trigger: 'http' },
    identity: { uri: 'https://identity.example.app', trigger: 'http' },
    reference: { uri: 'https://reference.example.app', trigger: 'http' },
    'telemetry-ingest': { uri: 'https://telemetry-ingest.example.app', trigger: 'pubsub' },
  };

  function listed(url: string | null): string[] {
    const space = workspace();
    space.write('build/deploy/outputs.json', JSON.stringify({ url, routes, functions }));
    space.write('build/deploy/openapi.json', JSON.stringify(openapi));
    expect(space.run('list-smoke.ts')).toMatchObject({ status: 0 });
    return space.read('build/deploy/smoke').trimEnd().split('\n');
  }

  it('is the load balancer, and through it every list of every function', () => {
    expect(listed('https://api.example.com')).toEqual([
      '200 https://api.example.com/health',
      '200 https://api.example.com/openapi.json',
      '401 https://api.example.com/v1/vehicles',
      '401 https://api.example.com/v1/users',
      '200 https://api.example.com/v1/vehicles?limit=1 token',
    ]);
  });

  it('is each function at its own address where there is no load balancer, but for those that nobody can reach', () => {
    expect(listed(null)).toEqual([
      '200 https://reference.example.app/health',
      '200 https://reference.example.app/openapi.json',
      '200 https://fleet.example.app/health',
      '200 https://identity.example.app/health',
      '401 https://fleet.example.app/v1/vehicles',
      '401 https://identity.example.app/v1/users',
      '200 https://fleet.example.app/v1/vehicles?limit=1 token',
    ]);
  });
});
