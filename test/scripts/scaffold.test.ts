import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Scratch, scratchCopy } from './scratch.ts';

const opened: Scratch[] = [];
const scratch = (): Scratch => {
  const copy = scratchCopy();
  opened.push(copy);
  return copy;
};
afterAll(() => opened.forEach((copy) => void copy.remove()));

const slow = 300_000;

describe('new:table and new:function', () => {
  it(
    'write what compiles, is formatted, passes the guards, and works',
    () => {
      const copy = scratch();
      const written = [
        copy.script(
          'new-table',
          'fleet',
          'trailers',
          'trailer_number:varchar(20)!',
          'axles:integer',
          'depot_id:reference(depots)',
        ),
        copy.script(
          'new-table',
          ...['operations', 'work_orders', '--summary', 'Work on vehicles', 'title:text!', 'vehicle_id:reference(vehicles)!'],
          ...[
            'vendor_id:reference(vendors)!',
            'kind:oneOf(repair|service)!',
            'cost:money!',
            'share:decimal(5,2)!',
            'distance_km:measure!',
          ],
          ...['due:day!', 'started:timestamptz!', 'place:coordinates!', 'extra:jsonb!', 'count_total:bigint!', 'done:boolean!'],
          'parent_id:reference(work_orders)',
        ),
        copy.script(
          'new-function',
          'device-alerts',
          'pubsub',
          '--topic',
          'telemetry',
          '--description',
          'Warns: of silent devices.',
        ),
        copy.script('new-function', 'scan', 'storage', '--bucket', 'documents'),
        copy.script('new-function', 'nightly', 'schedule', '--schedule', '*/15 * * * *'),
      ];
      expect(written.map((run) => (run.status === 0 ? 'ok' : run.output))).toEqual(written.map(() => 'ok'));
      const paths = written.flatMap((run) => run.output.match(/^ {2}\S+$/gm) ?? []).map((line) => line.trim());
      const tests = paths.filter((path) => path.endsWith('.test.ts'));
      expect(tests).toHaveLength(5);

      const formatted = copy.command(
        'biome',
        'check',
        '--error-on-warnings',
        ...new Set(paths.filter((path) => path.endsWith('.ts'))),
      );
      expect(formatted.status, formatted.output).toBe(0);
      const compiled = copy.command('tsc', '--noEmit');
      expect(compiled.status, compiled.output).toBe(0);
      const passed = copy.command('vitest', 'run', 'test/guards', ...tests);
      expect(passed.status, passed.output).toBe(0);
    },
    slow,
  );

  it(
    'write an HTTP function for a domain that none serves, once',
    () => {
      const copy = scratch();
      expect(copy.script('new-function', 'telematics', 'http')).toMatchObject({
        status: 2,
        output: expect.stringContaining('functions/telematics exists already'),
      });
      expect(copy.script('new-function', 'positions', 'http', '--domain', 'telematics')).toMatchObject({
        status: 2,
        output: expect.stringContaining('functions/telematics serves the domain telematics already'),
      });
      copy.drop('functions/telematics');
      expect(copy.script('new-function', 'positions', 'http', '--domain', 'telematics')).toMatchObject({ status: 0 });
      const passed = copy.command('vitest', 'run', 'test/guards/functions.test.ts', 'test/functions/positions.test.ts');
      expect(passed.status, passed.output).toBe(0);
    },
    slow,
  );

  it(
    'leave every file as it was when they fail, however late',
    () => {
      const copy = scratch();
      writeFileSync(join(copy.root, 'functions/fleet/function.yaml'), 'name: fleet\n');
      const before = copy.files();
      expect(copy.script('new-table', 'fleet', 'trailers', 'axles:integer')).toMatchObject({
        status: 2,
        output: expect.stringContaining('add the path by hand'),
      });
      expect(copy.script('new-table', 'fleet', 'vehicles', 'axles:integer').status).toBe(2);
      expect(copy.script('new-table', 'fleet').output).toContain('Usage: npm run new:table');
      expect(copy.script('new-table', 'fleet', 'trailers', '--colour', 'red').output).toContain('--colour');
      expect(copy.script('new-function', 'nightly', 'weekly').status).toBe(2);
      expect(copy.files()).toEqual(before);
    },
    slow,
  );
});

describe('new:migration', () => {
  it('writes the next file with the statements that create declared tables', () => {
    const copy = scratch();
    const { status, output } = copy.script('new-migration', 'tenant', 'add_more', 'depots');
    expect(status, output).toBe(0);
    const path = /sql\/migrations\/tenant\/\d{4}_add_more\.sql/.exec(output)?.[0] ?? '';
    expect(copy.files().get(path)).toMatch(/create table \S+\.depots \(/);
    const empty = /sql\/migrations\/tenant\/\S+/.exec(copy.script('new-migration', 'tenant', 'change_more').output)?.[0] ?? '';
    expect(copy.files().get(empty)).toContain('docs/migrations.md');
    expect(copy.script('new-migration', 'tenants', 'add_more')).toMatchObject({ status: 2 });
    expect(copy.script('new-migration', 'tenant', 'add_more', 'yachts')).toMatchObject({
      status: 2,
      output: expect.stringContaining('No table yachts is declared'),
    });
  });
});

describe('openapi', () => {
  it(
    'prints the document of all domains, or writes it to a file',
    () => {
      const copy = scratch();
      const printed = JSON.parse(copy.script('openapi').output);
      expect(printed.openapi).toBe('3.1.0');
      expect(Object.keys(printed.paths)).toEqual(
        expect.arrayContaining(['/v1/vehicles', '/v1/users/{id}:suspend', '/v1/settings']),
      );
      expect(copy.script('openapi', '--out', 'api.json').status).toBe(0);
      expect(existsSync(join(copy.root, 'api.json'))).toBe(true);
      expect(copy.script('openapi', '--out', 'no/such/folder.json')).toMatchObject({ status: 2 });
      expect(copy.script('openapi', '--file', 'x')).toMatchObject({ status: 2, output: expect.stringContaining('Usage') });
    },
    slow,
  );
});
