import { parseArgs } from 'node:util';

export const usage = `npm run simulate -- [options]
  --vehicles N   how many vehicles drive (default 100)
  --speedup N    simulated seconds a second (default 1)
  --seconds N    how long it runs (default: until Ctrl-C)
  --seed N       another seed is another fleet (default 1)
  --tenant SLUG  demo organisation that they belong to (default northwind-logistics)
  --dry-run      make the readings, but publish nothing; needs no running cloud
Needs npm start in another terminal, best with -- --no-vehicles. A fleet with a speedup drives through the last 30 days and goes on
where it stopped the last time; when it has come to the present, it drives in real time.`;

export type SimulateOptions = {
  vehicles: number;
  speedup: number;
  /** Undefined: until it is stopped. */
  seconds: number | undefined;
  seed: number;
  tenant: string;
  dryRun: boolean;
};

/** The command line could not be read. */
export class UsageError extends Error {}

/** What the command line asks for; `help` where it asks how to. @throws UsageError */
export function parseOptions(args: string[]): SimulateOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  return {
    vehicles: number('vehicles', values.vehicles ?? '100', { integer: true, least: 1, most: 100_000 }),
    speedup: number('speedup', values.speedup ?? '1', { least: 1, most: 1_000_000 }),
    seconds: values.seconds === undefined ? undefined : number('seconds', values.seconds, { least: 0.1, most: 2_000_000 }),
    seed: number('seed', values.seed ?? '1', { integer: true, least: 0, most: 999_999 }),
    tenant: values.tenant ?? 'northwind-logistics',
    dryRun: values['dry-run'] ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        vehicles: { type: 'string' },
        speedup: { type: 'string' },
        seconds: { type: 'string' },
        seed: { type: 'string' },
        tenant: { type: 'string' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function number(
  name: string,
  text: string,
  { integer = false, least, most }: { integer?: boolean; least: number; most: number },
) {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= least && value <= most && (!integer || Number.isInteger(value))) return value;
  throw new UsageError(`--${name} is ${text}; it must be ${integer ? 'a whole' : 'a'} number from ${least} to ${most}.`);
}
