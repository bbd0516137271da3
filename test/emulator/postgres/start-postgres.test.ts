import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type PostgresServer, startPostgres } from '@wheelhouse/emulator/postgres/index.ts';
import { processRuns } from '@wheelhouse/emulator/postgres/postmaster-pid.ts';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const indexPath = fileURLToPath(import.meta.resolve('@wheelhouse/emulator/postgres/index.ts'));

let dir: string;
let server: PostgresServer | undefined;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wheelhouse-postgres-'));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  await rm(dir, { recursive: true, force: true });
});

const start = async (options: Partial<Parameters<typeof startPostgres>[0]> = {}) => {
  server = await startPostgres({ dir, ephemeral: true, ...options });
  return server;
};

const stop = async () => {
  await server?.stop();
  server = undefined;
};

async function query<Row extends pg.QueryResultRow>(adminUrl: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmasterPid = async () => Number((await readFile(join(dir, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);

const untilGone = (pid: number) => vi.waitFor(() => expect(processRuns(pid)).toBe(false), { timeout: 15_000, interval: 20 });

/** Another process of ours that starts a server in `dir` and then stays. */
async function startOwner() {
  const program = `
    const { startPostgres } = await import(${JSON.stringify(indexPath)});
    const { adminUrl } = await startPostgres({ dir: ${JSON.stringify(dir)}, ephemeral: true });
    console.log(adminUrl);
    setInterval(() => {}, 60_000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [adminUrl] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
  return { owner, adminUrl };
}

describe('a server of our own', () => {
  test('answers queries as the superuser, in UTC and UTF-8, on the loopback interface only', async () => {
    const { adminUrl, port, version } = await start();

    const rows = await query(
      adminUrl,
      `select current_user as "user", current_setting('timezone') as timezone, current_setting('port')::int as port,
              current_setting('listen_addresses') as addresses, current_setting('server_encoding') as encoding,
              current_setting('max_connections')::int as connections, current_setting('server_version') as version,
              to_tsvector('simple', 'ÉCOLE')::text as words`,
    );

    const common = {
      user: 'postgres',
      timezone: 'UTC',
      addresses: '127.0.0.1',
      encoding: 'UTF8',
      connections: 200,
      words: "'école':1",
    };
    expect(rows).toEqual([{ ...common, port, version }]);
  });

  test('is durable unless it is ephemeral', async () => {
    const durability = "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit";
    expect(await query((await start({ ephemeral: false })).adminUrl, durability)).toEqual([{ fsync: 'on', commit: 'on' }]);
    await stop();
    expect(await query((await start({ ephemeral: true })).adminUrl, durability)).toEqual([{ fsync: 'off', commit: 'off' }]);
  });

  test('takes further settings, which win over its own', async () => {
    const { adminUrl } = await start({ settings: { max_connections: 17 } });
    expect(await query(adminUrl, 'show max_connections')).toEqual([{ max_connections: '17' }]);
  });

  test('keeps its data between runs', async () => {
    await query((await start()).adminUrl, 'create table kept as select 42 as answer');
    await stop();
    expect(await query((await start()).adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('leaves no process when it is stopped, even with a session open', async () => {
    const { adminUrl } = await start();
    const client = new pg.Client({ connectionString: adminUrl });
    const ended = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    const pid = await postmasterPid();
    const { supervisor } = JSON.parse(await readFile(join(dir, 'owner.json'), 'utf8')) as { supervisor: number };

    await stop();

    expect([processRuns(pid), processRuns(supervisor)]).toEqual([false, false]);
    expect(await readdir(join(dir, 'data'))).not.toContain('postmaster.pid');
    await ended;
  });
});

describe('a port', () => {
  test('that is asked for is used', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));

    const { adminUrl } = await start({ port });
    expect(new URL(adminUrl).port).toBe(String(port));
  });

  test('that is taken is named, and nothing is created', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };

    await expect(start({ port })).rejects.toThrow(`port ${port}, wanted for PostgreSQL, is used by another program`);
    expect(await readdir(dir)).toEqual([]);
    await new Promise((resolve) => other.close(resolve));
  });
});

describe('after a crash', () => {
  test('a server that was killed is recovered with what was committed', async () => {
    const { adminUrl } = await start({ ephemeral: false });
    await query(adminUrl, 'create table kept as select 42 as answer');
    const pid = await postmasterPid();
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    await stop();

    expect(await readdir(join(dir, 'data'))).toContain('postmaster.pid');
    expect(await query((await start()).adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('a postmaster.pid that names an unrelated process by now does not keep the server from starting', async () => {
    await start();
    await stop();
    await writeFile(join(dir, 'data', 'postmaster.pid'), `${process.pid}\n${join(dir, 'data')}\n0\n1\n\n127.0.0.1\n\nready\n`);

    expect(await query((await start()).adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('an initdb that was killed half way is begun again', async () => {
    await mkdir(join(dir, 'data.unfinished'));
    await writeFile(join(dir, 'data.unfinished', 'PG_VERSION'), '17\n');

    expect(await query((await start()).adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('the server ends when the process that started it is killed, and the next run goes on with its data', async () => {
    const { owner, adminUrl } = await startOwner();
    await query(adminUrl, 'create table kept as select 42 as answer');
    const pid = await postmasterPid();
    owner.kill('SIGKILL');
    await untilGone(pid);

    expect(await query((await start()).adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('a server whose owner and supervisor were both killed is stopped by the next run', async () => {
    const { owner, adminUrl } = await startOwner();
    await query(adminUrl, 'create table kept as select 42 as answer');
    const orphan = await postmasterPid();
    const { supervisor } = JSON.parse(await readFile(join(dir, 'owner.json'), 'utf8')) as { supervisor: number };
    // Stopped, the supervisor cannot notice that its owner is gone.
    process.kill(supervisor, 'SIGSTOP');
    owner.kill('SIGKILL');
    process.kill(supervisor, 'SIGKILL');
    await untilGone(supervisor);
    expect(processRuns(orphan)).toBe(true);

    expect(await query((await start()).adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(processRuns(orphan)).toBe(false);
  });

  test('a server that loses only its supervisor is stopped by its owner', async () => {
    await start();
    const pid = await postmasterPid();
    const { supervisor } = JSON.parse(await readFile(join(dir, 'owner.json'), 'utf8')) as { supervisor: number };
    process.kill(supervisor, 'SIGKILL');
    await untilGone(pid);
  });
});

describe('a folder', () => {
  test('that a running process uses is refused, naming the process', async () => {
    await start();
    await expect(startPostgres({ dir, ephemeral: true })).rejects.toThrow(`is used by process ${process.pid}`);
  });

  test('with data of another major version is refused', async () => {
    await start();
    await stop();
    await writeFile(join(dir, 'data', 'PG_VERSION'), '14\n');
    await expect(start()).rejects.toThrow('holds data of PostgreSQL 14');
  });
});

test('a server that does not start says why in its own words', async () => {
  await expect(start({ settings: { max_connections: 'many' } })).rejects.toThrow('invalid value for parameter "max_connections"');
});
