import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, it, onTestFinished } from 'vitest';
import { scratchDatabase } from '../shared/db/scratch.ts';
import { runCommand } from './run-command.ts';

const slug = () => `c-${randomBytes(5).toString('hex')}`;

const wheelhouse = (args: string[], env: Record<string, string> = {}) =>
  runCommand(args, { DATABASE_URL: inject('appUrl'), DATABASE_OWNER_URL: inject('ownerUrl'), ...env });

it('runs as a process, with its exit code', () => {
  const script = fileURLToPath(new URL('../../scripts/wheelhouse.ts', import.meta.url));
  const env = { ...process.env, DATABASE_URL: inject('appUrl'), DATABASE_OWNER_URL: inject('ownerUrl') };
  expect(spawnSync(process.execPath, [script, 'migrate', '--json'], { env, encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
  expect(spawnSync(process.execPath, [script, 'frobnicate'], { env, encoding: 'utf8' })).toMatchObject({ status: 2, stdout: '' });
});

it('takes a tenant through its life', async () => {
  const name = slug();
  const directory = mkdtempSync(join(tmpdir(), 'wheelhouse-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'tenant.ndjson');
  const steps: [string[], RegExp][] = [
    [['tenant', 'create', name, '--name', 'Acme', '--admin', 'boss@example.test'], /is active, pooled in app/],
    [['tenant', 'suspend', name, '--reason', 'unpaid'], /is suspended/],
    [['tenant', 'resume', name], /is active/],
    [['tenant', 'rename', name, '--name', 'Acme AB'], /Acme AB/],
    [['tenant', 'move', name, '--to', 'dedicated'], /dedicated in tenant_c_\w+; \d+ rows were moved/],
    [['tenant', 'move', name, '--abort'], /0 rows were moved/],
    [['tenant', 'export', name, '--out', file], /rows of/],
    [['tenant', 'delete', name, '--confirm', name], /are gone/],
    [['tenant', 'import', file], /is back, dedicated/],
    [['tenant', 'list'], new RegExp(`${name} +dedicated +active .* Acme AB`)],
  ];
  for (const [args, expected] of steps) {
    const { code, out, err } = await wheelhouse(args);
    expect({ code, err }, args.join(' ')).toEqual({ code: 0, err: '' });
    expect(out, args.join(' ')).toMatch(expected);
  }
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('answers JSON for programs, errors too', async () => {
  const name = slug();
  const created = await wheelhouse(['tenant', 'create', name, '--name', 'Acme', '--json']);
  expect(JSON.parse(created.out)).toMatchObject({ slug: name, status: 'active' });
  const failed = await wheelhouse(['tenant', 'suspend', 'nobody-here', '--reason', 'x', '--json']);
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.out)).toEqual({ error: 'There is no tenant nobody-here.' });
});

it('migrates, says what it did, and then that nothing was behind', async () => {
  const DATABASE_OWNER_URL = await scratchDatabase();
  const plan = await wheelhouse(['migrate', '--plan'], { DATABASE_OWNER_URL });
  expect(plan).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^platform:\n {2}functions are replaced\n {2}0001_\w+\.sql\n[\s\S]*^app:\n {2}0001_/m),
  });
  const first = await wheelhouse(['migrate', '--lock-timeout-ms', '2000'], { DATABASE_OWNER_URL });
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^ {2}app: applied \d+/m) });
  const { code, out } = await wheelhouse(['migrate'], { DATABASE_OWNER_URL });
  expect(code).toBe(0);
  expect(out).toMatch(/^All schemas are up to date \(\d+\.\d+ s\)\./);
  expect(await wheelhouse(['migrate', '--plan'], { DATABASE_OWNER_URL })).toMatchObject({ out: 'All schemas are up to date.\n' });
});

it('adds, lists and removes operators by their address in lower case', async () => {
  const email = `${slug()}@example.test`;
  expect(await wheelhouse(['operator', 'add', email.toUpperCase()])).toMatchObject({ code: 0 });
  expect((await wheelhouse(['operator', 'list'])).out).toContain(`${email}  (has not signed in yet)`);
  expect(await wheelhouse(['operator', 'remove', email])).toMatchObject({ code: 0 });
  expect(await wheelhouse(['operator', 'remove', email])).toMatchObject({
    code: 1,
    err: expect.stringContaining('is no operator'),
  });
});

it.each([
  [['tenant', 'create'], /takes <slug>, and was given none/],
  [['tenant', 'create', 'acme'], /--name is missing/],
  [['tenant', 'create', 'acme', '--name', 'x', '--placement', 'cloud'], /--placement is cloud; it must be pooled or dedicated/],
  [['tenant', 'move', 'acme'], /Give either --to or --abort/],
  [['tenant', 'create', 'acme', '--nmae', 'x'], /Unknown option '--nmae'/],
  [['operator', 'add', 'not-an-address'], /not-an-address is no e-mail address/],
  [['migrate', '--lock-timeout-ms', '5s'], /--lock-timeout-ms is 5s; it must be a number of milliseconds/],
  [['tenant', 'frobnicate'], /There is no command tenant frobnicate/],
  [[], /Usage/],
])('ends with 2 and says what is wrong with %j', async (args, message) => {
  const { code, out, err } = await wheelhouse(args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(message);
});

it.each([[['--help']], [['tenant', '--help']], [['tenant', 'move', '--help']], [['migrate', '--help']]])(
  'explains itself: %j',
  async (args) => {
    const { code, out } = await wheelhouse(args);
    expect(code).toBe(0);
    expect(out).toContain('Usage: npm run wheelhouse -- ');
  },
);

it('says which variable to set, and that a server does not answer', async () => {
  const nowhere = await wheelhouse(['migrate'], { DATABASE_OWNER_URL: 'postgres://wheelhouse_owner@127.0.0.1:1/none' });
  expect(nowhere.code).toBe(1);
  expect(nowhere.err).toMatch(/ECONNREFUSED|cannot be reached/);
  const noOwner = await wheelhouse(['migrate'], { DATABASE_OWNER_URL: '' });
  expect(noOwner).toMatchObject({ code: 1, err: expect.stringContaining('DATABASE_OWNER_URL is not set') });
});
