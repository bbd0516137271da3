import { loadTrace, replayTrace } from '@wheelhouse/emulator/devices/index.ts';
import { telemetryMessageSchema } from '@wheelhouse/shared/domains/telematics/message/index.ts';
import { expect, test } from 'vitest';
import { deliveriesOf, fleet, often, tenantId } from './support.ts';

test('everything that a simulated fleet delivers is a telemetry message', () => {
  const deliveries = deliveriesOf(fleet({ ...often, vehicles: 10, hours: 3, stepSeconds: 2 }));
  const kinds = { obd: 0, position: 0, events: 0, dtcCodes: 0, ignitionOff: 0 };
  for (const { batch } of deliveries) {
    const parsed = telemetryMessageSchema.safeParse(JSON.parse(JSON.stringify(batch)));
    expect(parsed.error?.issues).toBeUndefined();
    for (const { obd, position, events, ignitionOn } of batch.readings) {
      if (obd) kinds.obd++;
      if (position) kinds.position++;
      if (events) kinds.events++;
      if (obd?.dtcCodes?.length) kinds.dtcCodes++;
      if (ignitionOn === false) kinds.ignitionOff++;
    }
  }
  for (const [kind, count] of Object.entries(kinds)) expect(count, kind).toBeGreaterThan(10);
});

test('so is what a recorded trace becomes', () => {
  const trace = loadTrace('linkoping-mjolby-car');
  for (const batch of replayTrace({ trace, tenantId, deviceId: 'truck-1', batchSize: 500 })) {
    expect(telemetryMessageSchema.safeParse(batch).error?.issues).toBeUndefined();
  }
});
