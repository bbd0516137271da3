import { prepareDatabase } from '@wheelhouse/shared/db/migrate/index.ts';
import type { Command } from './command.ts';

const prepare: Command = {
  name: 'database prepare',
  arguments: '',
  summary: 'Make the roles, the database and its extensions, and say which logins act as the roles',
  help: [
    '  DATABASE_NAME           The database; made where it is missing.',
    '  DATABASE_ADMIN_URL      An administrator: superuser, or with CREATEROLE and CREATEDB. Or, for Cloud SQL,',
    '                          INSTANCE_CONNECTION_NAME, DATABASE_ADMIN_USER and DATABASE_ADMIN_PASSWORD.',
    '  DATABASE_APP_LOGINS     Logins that act as wheelhouse_app, between commas.',
    '  DATABASE_OWNER_LOGINS   Logins that act as wheelhouse_owner and wheelhouse_app, between commas.',
    'Safe to repeat; sets no passwords. Then migrate.',
  ],
  options: {},
  positionals: { least: 0, most: 0 },
  run: async ({ connections }) => {
    const { database, ...logins } = connections.preparation();
    const done = await prepareDatabase(await connections.admin(), database, logins);
    const heading = done.length === 0 ? `${database} is prepared already.` : `${database} is prepared:`;
    return { json: { database, done }, text: [heading, ...done.map((step) => `  ${step}`)].join('\n') };
  },
};

export const databaseCommands = [prepare];
