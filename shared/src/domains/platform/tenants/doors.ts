import type { Connection } from '../../../db/connection.ts';
import type { Database } from '../../../db/database.ts';
import { unavailable } from '../../../errors.ts';

/** How the work on tenants reaches the database: through the functions' login, and where schemas are made or rows moved as the owner. */
export type Doors = {
  database: Database;
  /** The owner's connection (see `ownerConnection`); undefined where this process may not provision. */
  owner: Connection | undefined;
};

/** The owner's connection. @throws unavailable (503), when this process has none. */
export function requireOwner({ owner }: Doors, purpose: string): Connection {
  if (owner) return owner;
  throw unavailable(
    `${purpose} needs the database's owner: set DATABASE_OWNER_URL or DATABASE_OWNER_ROLE for this function or command.`,
    60,
  );
}
