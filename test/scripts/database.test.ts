import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CloudLikeServer, startCloudLikeServer } from '../shared/db/cloud-like-server.ts';
import { runCommand } from './run-command.ts';

let server: CloudLikeServer;
beforeAll(async () => {
  server = await startCloudLikeServer();
}, 60_000);
afterAll(() => server.close());

it('prepares a database for logins of their own, which then migrate it and work with tenants', async () => {
  const [fleet, platform] = [await server.newLogin('fleet'), await server.newLogin('platform')];
  const DATABASE_NAME = server.databaseName('command');
  const env = {
    DATABASE_ADMIN_URL: await server.newAdmin('admin'),
    DATABASE_NAME,
    DATABASE_APP_LOGINS: `${fleet}, ${platform}`,
    DATABASE_OWNER_LOGINS: platform,
  };
  const stopped = await runCommand(['database', 'prepare'], env);
  expect(stopped).toMatchObject({ code: 1, err: expect.stringContaining('only a superuser make the extension earthdistance') });
  await server.makeUntrustedExtensions(DATABASE_NAME);
  const prepared = await runCommand(['database', 'prepare'], env);
  expect(prepared).toMatchObject({ code: 0, err: '' });
  expect(prepared.out).toContain(`${DATABASE_NAME} is prepared:\n`);
  expect(prepared.out).toContain('  made the extension pg_trgm\n');
  const repeated = await runCommand(['database', 'prepare', '--json'], env);
  expect(JSON.parse(repeated.out)).toEqual({ database: DATABASE_NAME, done: [] });

  const own = { DATABASE_URL: server.urlOf(platform, DATABASE_NAME), DATABASE_OWNER_ROLE: 'wheelhouse_owner' };
  expect((await runCommand(['migrate'], own)).out).toMatch(/^ {2}app: applied \d+/m);
  const both = { ...own, DATABASE_ROLE: 'wheelhouse_app' };
  const steps: [string[], RegExp][] = [
    [['tenant', 'create', 'acme', '--name', 'Acme', '--placement', 'dedicated'], /acme .* is active, dedicated in tenant_acme/],
    [['tenant', 'move', 'acme', '--to', 'pooled'], /pooled in app; \d+ rows were moved/],
    [['operator', 'add', 'boss@example.test'], /operates the platform/],
  ];
  for (const [args, expected] of steps)
    expect(await runCommand(args, both)).toMatchObject({ code: 0, out: expect.stringMatching(expected) });

  const appOnly = { DATABASE_URL: server.urlOf(fleet, DATABASE_NAME), DATABASE_ROLE: 'wheelhouse_app' };
  expect(await runCommand(['tenant', 'list'], appOnly)).toMatchObject({ code: 0, out: expect.stringContaining('acme') });
  expect(await runCommand(['migrate'], appOnly)).toMatchObject({
    code: 1,
    err: expect.stringContaining('DATABASE_OWNER_ROLE=wheelhouse_owner'),
  });
});

it('names the logins that are missing, the database and the administrator', async () => {
  const DATABASE_NAME = server.databaseName('incomplete');
  const env = {
    DATABASE_ADMIN_URL: await server.newAdmin('second'),
    DATABASE_NAME,
    DATABASE_OWNER_LOGINS: 'fn-x@p.iam,fn-y@p.iam',
  };
  const err = (text: string) => ({ code: 1, err: expect.stringContaining(text) });
  expect(await runCommand(['database', 'prepare'], env)).toMatchObject(err('no login fn-x@p.iam, fn-y@p.iam'));
  expect(await runCommand(['database', 'prepare'], { ...env, DATABASE_NAME: '' })).toMatchObject(err('DATABASE_NAME is not set'));
  expect(await runCommand(['database', 'prepare'], { DATABASE_NAME })).toMatchObject(err('Set DATABASE_ADMIN_URL'));
});
