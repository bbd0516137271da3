import { parseArgs } from 'node:util';
import { ConfigError } from '@wheelhouse/shared/config.ts';
import { fromDatabaseError, WheelhouseError } from '@wheelhouse/shared/errors.ts';
import { type Command, UsageError } from './command.ts';
import { Connections } from './connections.ts';
import { databaseCommands } from './database.ts';
import { migrateCommands } from './migrate.ts';
import { operatorCommands } from './operator.ts';
import { tenantCommands } from './tenant.ts';

const commands: readonly Command[] = [...tenantCommands, ...migrateCommands, ...databaseCommands, ...operatorCommands];
const common = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Runs a command. Answers the exit code: 0 done, 1 failed, 2 the command line was wrong. */
export async function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const command = commands.find(({ name }) => name === args.slice(0, name.split(' ').length).join(' '));
  if (!command) return overview(args);
  const connections = new Connections(env);
  const asJson = args.includes('--json');
  try {
    const { values, positionals } = parse(command, args.slice(command.name.split(' ').length));
    if (values.help) {
      console.log(usage(command));
      return 0;
    }
    const outcome = await command.run({ values, positionals, connections });
    console.log(asJson ? JSON.stringify(outcome.json) : outcome.text);
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const message = messageOf(error);
    if (asJson) console.log(JSON.stringify({ error: message }));
    else console.error(isUsage ? `${message}\n\n${usage(command)}` : message);
    return isUsage ? 2 : 1;
  } finally {
    await connections.close();
  }
}

function parse(command: Command, args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, options: { ...command.options, ...common }, allowPositionals: true });
    const { least, most } = command.positionals;
    if (!values.help && (positionals.length < least || positionals.length > most)) {
      throw new UsageError(
        `${command.name} takes ${command.arguments || 'no arguments'}, and was given ${positionals.join(' ') || 'none'}.`,
      );
    }
    return { values: values as Record<string, string | boolean | undefined>, positionals };
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) throw new UsageError(error.message);
    throw error;
  }
}

function overview(args: string[]): number {
  const wanted = args.filter((word) => !word.startsWith('-'));
  const matching = commands.filter(({ name }) => wanted.length === 0 || name.split(' ')[0] === wanted[0]);
  const listed = matching.length > 0 ? matching : commands;
  const width = Math.max(...listed.map((command) => `${command.name} ${command.arguments}`.length));
  const lines = listed.map((command) => `  ${`${command.name} ${command.arguments}`.padEnd(width)}  ${command.summary}`);
  const text = ['Usage: npm run wheelhouse -- <command> [--json] [--help]', '', ...lines].join('\n');
  const asked = args.some((word) => word === '--help' || word === '-h') && (wanted.length === 0 || matching.length > 0);
  if (asked) console.log(text);
  else console.error(wanted.length > 0 && !asked ? `There is no command ${wanted.join(' ')}.\n\n${text}` : text);
  return asked ? 0 : 2;
}

function usage(command: Command): string {
  const options = Object.entries<{ type: string }>({ ...command.options, ...common }).map(
    ([name, { type }]) => `[--${name}${type === 'string' ? ' <…>' : ''}]`,
  );
  return [
    `Usage: npm run wheelhouse -- ${command.name} ${command.arguments} ${options.join(' ')}`.replace(/ {2,}/g, ' '),
    '',
    `${command.summary}.`,
    ...command.help,
  ].join('\n');
}

function messageOf(error: unknown): string {
  const known = error instanceof WheelhouseError ? error : fromDatabaseError(error);
  if (known) return `${known.detail}${known.cause instanceof Error ? `\n  ${known.cause.message}` : ''}`;
  if (error instanceof ConfigError || error instanceof Error)
    return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
  return String(error);
}
