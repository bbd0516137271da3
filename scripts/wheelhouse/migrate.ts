import { migrate, schemasBehind } from '@wheelhouse/shared/db/migrate/index.ts';
import type { Command, Invocation, Outcome } from './command.ts';

const command = {
  arguments: '',
  summary: 'Bring the control plane and every schema to the newest version',
  help: ['Safe to repeat and to run several at once; goes on where a run was interrupted.'],
  options: {},
  positionals: { least: 0, most: 0 },
  run: applyMigrations,
};

async function applyMigrations({ connections }: Invocation): Promise<Outcome> {
  const startedAt = performance.now();
  const behind = await schemasBehind(connections.ownerUrl);
  const applied = await migrate(connections.ownerUrl);
  const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(2));
  const lines = applied.map(
    ({ schemaName, versions }) =>
      `  ${schemaName}: ${versions.length > 0 ? `applied ${versions.join(', ')}` : 'another run did it'}`,
  );
  const heading = behind.length === 0 ? 'All schemas are up to date' : `${behind.length} behind: ${shown(behind)}`;
  return { json: { behind, applied, seconds }, text: [`${heading} (${seconds} s).`, ...lines].join('\n') };
}

/** A thousand names say no more than the first ten. */
function shown(names: string[]): string {
  return names.length <= 10 ? names.join(', ') : `${names.slice(0, 10).join(', ')} and ${names.length - 10} more`;
}

export const migrateCommands: Command[] = [
  { name: 'migrate', ...command },
  { name: 'tenant migrate', ...command },
];
