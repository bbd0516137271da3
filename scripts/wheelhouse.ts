// npm run wheelhouse -- <command>: tenants, migrations and operators from the command line.
import { run } from './wheelhouse/run.ts';

process.exitCode = await run(process.argv.slice(2), process.env);
