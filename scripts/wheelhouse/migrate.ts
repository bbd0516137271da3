import { migrate, type Plan, planMigrations, schemasBehind } from '@wheelhouse/shared/db/migrate/index.ts';
import { type Command, type Invocation, type Outcome, optional, UsageError } from './command.ts';

const command = {
  arguments: '',
  summary: 'Bring the control plane and every schema to the newest version',
  help: [
    'Safe to repeat and to run several at once; goes on where a run was interrupted.',
    '--plan shows what would be done and changes nothing.',
    '--lock-timeout-ms: what a migration waits for a lock before it steps back and tries again (5000).',
  ],
  options: { plan: { type: 'boolean' }, 'lock-timeout-ms': { type: 'string' } },
  positionals: { least: 0, most: 0 },
  run: runMigrations,
} satisfies Omit<Command, 'name'>;

async function runMigrations({ values, connections }: Invocation): Promise<Outcome> {
  const lockTimeoutMs = milliseconds(values, 'lock-timeout-ms');
  const owner = await connections.owner();
  if (values.plan) return showPlan(await planMigrations(owner));
  const startedAt = performance.now();
  const behind = await schemasBehind(owner);
  const applied = await migrate(owner, lockTimeoutMs ? { lockTimeoutMs } : {});
  const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(2));
  const lines = applied.map(
    ({ schemaName, versions }) =>
      `  ${schemaName}: ${versions.length > 0 ? `applied ${versions.join(', ')}` : 'another run did it'}`,
  );
  const heading = behind.length === 0 ? 'All schemas are up to date' : `${behind.length} behind: ${shown(behind)}`;
  return { json: { behind, applied, seconds }, text: [`${heading} (${seconds} s).`, ...lines].join('\n') };
}

/** Schemas with the same work are one paragraph: a thousand tenants are mostly at the same version. */
function showPlan(plans: Plan[]): Outcome {
  if (plans.length === 0) return { json: { plan: [] }, text: 'All schemas are up to date.' };
  const schemas = new Map<string, string[]>();
  for (const plan of plans) {
    const work = [
      ...(plan.replacesFunctions ? ['  functions are replaced'] : []),
      ...plan.migrations.map(({ name, inTransaction }) => `  ${name}${inTransaction ? '' : ' (outside of a transaction)'}`),
    ].join('\n');
    schemas.set(work, [...(schemas.get(work) ?? []), plan.schemaName]);
  }
  const text = [...schemas].map(([work, names]) => `${shown(names)}:\n${work}`).join('\n');
  return { json: { plan: plans }, text };
}

function milliseconds(values: Invocation['values'], name: string): number | undefined {
  const value = optional(values, name);
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,7}$/.test(value)) return Number(value);
  throw new UsageError(`--${name} is ${value}; it must be a number of milliseconds from 1 on.`);
}

/** A thousand names say no more than the first ten. */
function shown(names: string[]): string {
  return names.length <= 10 ? names.join(', ') : `${names.slice(0, 10).join(', ')} and ${names.length - 10} more`;
}

export const migrateCommands: Command[] = [
  { name: 'migrate', ...command },
  { name: 'tenant migrate', ...command },
];
