// node scripts/telemetry-schema.ts: writes docs/telemetry-message.schema.json, the JSON Schema of what devices send.
import { writeFileSync } from 'node:fs';
import { telemetryJsonSchema } from '@wheelhouse/shared/domains/telematics/message/jsonSchema.ts';

const file = new URL('../docs/telemetry-message.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(telemetryJsonSchema(), null, 2)}\n`);
console.log('docs/telemetry-message.schema.json written');
