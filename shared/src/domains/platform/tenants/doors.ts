import type { Database } from '../../../db/database.ts';
import { unavailable } from '../../../errors.ts';

/** How the work on tenants reaches the database: through the functions' login, and where schemas are made or rows moved as the owner. */
export type Doors = {
  database: Database;
  /** DATABASE_OWNER_URL; undefined where this process may not provision. */
  ownerUrl: string | undefined;
};

/** The owner's connection string. @throws unavailable (503), when this process has none. */
export function requireOwner({ ownerUrl }: Doors, purpose: string): string {
  if (ownerUrl) return ownerUrl;
  throw unavailable(`${purpose} needs the database's owner: set DATABASE_OWNER_URL for this function or command.`, 60);
}
