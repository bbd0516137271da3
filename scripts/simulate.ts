// npm run simulate: a fleet that publishes telemetry to the local cloud, faster than real time.
import { run } from './simulate/run.ts';

process.exit(await run(process.argv.slice(2), process.env));
