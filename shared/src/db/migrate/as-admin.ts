import pg from 'pg';
import { type Connection, clientSettings } from '../connection.ts';

/** Runs `fn` on one connection and closes it. */
export async function asAdmin<T>(connection: Connection, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(clientSettings(connection, 'wheelhouse-admin'));
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}
