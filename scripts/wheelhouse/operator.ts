import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { type Command, UsageError } from './command.ts';

type Operator = { id: string; email: string; isLinked: boolean };

const columns = `id, email, firebase_uid is not null as "isLinked"`;

const add: Command = {
  name: 'operator add',
  arguments: '<email>',
  summary: 'Let someone operate the platform: create, move and suspend tenants',
  help: ['It counts from the first sign-in with this address, verified.'],
  options: {},
  positionals: { least: 1, most: 1 },
  run: async ({ positionals: [given = ''], connections }) => {
    const email = emailOf(given);
    const [operator] = await withSystem(await connections.database(), 'add an operator', async (tx) => {
      await tx.query('insert into platform.operators (email) values ($1) on conflict (email) do nothing', [email]);
      return tx.query<Operator>(`select ${columns} from platform.operators where email = $1`, [email]);
    });
    return { json: operator, text: `${email} operates the platform.` };
  },
};

const list: Command = {
  name: 'operator list',
  arguments: '',
  summary: 'List who operates the platform',
  help: [],
  options: {},
  positionals: { least: 0, most: 0 },
  run: async ({ connections }) => {
    const operators = await withSystem(
      await connections.database(),
      'list operators',
      (tx) => tx.query<Operator>(`select ${columns} from platform.operators order by email`),
      { access: 'read', statements: 1 },
    );
    const lines = operators.map(({ email, isLinked }) => `${email}${isLinked ? '' : '  (has not signed in yet)'}`);
    return { json: operators, text: lines.length > 0 ? lines.join('\n') : 'There are no operators yet.' };
  },
};

const remove: Command = {
  name: 'operator remove',
  arguments: '<email>',
  summary: 'Let someone operate the platform no longer',
  help: ['Instances that have just seen them may still let them in for some seconds.'],
  options: {},
  positionals: { least: 1, most: 1 },
  run: async ({ positionals: [given = ''], connections }) => {
    const email = emailOf(given);
    const removed = await withSystem(await connections.database(), 'remove an operator', (tx) =>
      tx.query<{ id: string }>('delete from platform.operators where email = $1 returning id', [email]),
    );
    if (removed.length === 0) throw new Error(`${email} is no operator. See operator list.`);
    return { json: { ...removed[0], email, removed: true }, text: `${email} operates the platform no longer.` };
  },
};

function emailOf(given: string): string {
  const email = given.trim().toLowerCase();
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new UsageError(`${given} is no e-mail address.`);
  return email;
}

export const operatorCommands = [add, list, remove];
