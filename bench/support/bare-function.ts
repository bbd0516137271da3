// What a user would write without Wheelhouse: a functions-framework handler over pg, no authentication, no row security. `/get` and `/list` send
// the SQL that Wheelhouse sends; `/plain-list` reads the rows and lets Express turn them to JSON.
import { http } from '@google-cloud/functions-framework';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: Number(process.env.DATABASE_POOL_SIZE ?? 4) });
const statements = JSON.parse(process.env.BENCH_STATEMENTS ?? '{}') as { get: string; list: string; plainList: string };

http('bare', async (request, response) => {
  const tenant = String(request.query.tenant);
  if (request.path === '/get') {
    const { rows } = await pool.query({ name: 'get', text: statements.get, values: [String(request.query.id), tenant] });
    response.type('application/json').send((rows[0] as { json: string }).json);
  } else if (request.path === '/list') {
    const { rows } = await pool.query({ name: 'list', text: statements.list, values: [50, tenant] });
    response.type('application/json').send(`{"data":${(rows[0] as { data: string }).data}}`);
  } else {
    const { rows } = await pool.query({ name: 'plain', text: statements.plainList, values: [tenant] });
    response.json({ data: rows });
  }
});
