import type { Emit, StepContext } from '../component.ts';
import { placeOf, vehicleEvent } from './row.ts';

/** What the device noticed about the vehicle, as it said it; what it noticed about driving is another component's. */
export function passInputs(context: StepContext, emit: Emit): void {
  const { reading, atMs, vehicleId } = context;
  for (let i = 0; i < reading.events.length; i += 1) {
    const { type, name, value } = reading.events[i] as (typeof reading.events)[number];
    if (type !== 'panic' && type !== 'door_open' && type !== 'door_closed' && type !== 'input') continue;
    const severity = type === 'panic' ? 'severe' : null;
    const what = { eventType: type, recordedAtMs: atMs, detectedAtMs: atMs, code: name, value, severity } as const;
    emit(vehicleEvent(vehicleId, placeOf(context), what, `${reading.id} ${i}`));
  }
}
