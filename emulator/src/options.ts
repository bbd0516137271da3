import { parseArgs } from 'node:util';

const usage = `npm start -- [options]
  --smoke        start, drive the main job end to end, check it, stop
  --bundles DIR  run the functions that npm run build wrote there, each in a process of its own, as they are deployed
  --port N       port of the API (default 8080; any free one with --smoke)
  --reset        delete the local data first
  --no-vehicles  do not simulate vehicles
  --dir PATH     where local data is kept (default .local)
Environment: DATABASE_URL, an administrator's connection, uses that server in place of the embedded PostgreSQL.`;

/** What the command line asks for. Ends the process for `--help`, and with 2 where it cannot be read. */
export function parseOptions(args: string[] = process.argv.slice(2)) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        smoke: { type: 'boolean', default: false },
        bundles: { type: 'string' },
        port: { type: 'string' },
        reset: { type: 'boolean', default: false },
        vehicles: { type: 'boolean', default: true },
        dir: { type: 'string', default: '.local' },
        help: { type: 'boolean', default: false },
      },
      allowNegative: true,
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const port = Number(values.port ?? (values.smoke ? 0 : 8080));
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`--port ${values.port}: a port is a number from 1 to 65535.`);
    return { ...values, port };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}
