import { fileURLToPath } from 'node:url';
import { variables } from '@wheelhouse/shared/config.ts';
import { readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';

/** A function that has a database: what it may open at most. */
export type Pool = { name: string; maxInstances: number; connections: number };

/** The default of DATABASE_POOL_SIZE. */
export const connectionsAnInstance: number = variables.DATABASE_POOL_SIZE.parse(undefined);

const withDatabase: readonly string[] = ['app', 'owner'];

/** Connections of every function with a database at its `maxInstances`, by the function.yaml files and the default of DATABASE_POOL_SIZE. */
export function poolsOfFunctions(): Pool[] {
  return readFunctionDescriptions(fileURLToPath(new URL('../../functions', import.meta.url)))
    .filter(({ database }) => withDatabase.includes(database))
    .map(({ name, maxInstances, environment }) => ({
      name,
      maxInstances,
      connections: maxInstances * Number(environment.DATABASE_POOL_SIZE ?? connectionsAnInstance),
    }));
}

/** One function by its name; throws when there is none. */
export function poolOf(name: string): Pool {
  const found = poolsOfFunctions().find((pool) => pool.name === name);
  if (!found) throw new Error(`There is no function ${name} with a database in functions/.`);
  return found;
}
