import type { DomainEvent } from '@wheelhouse/shared/db/events.ts';
import { withTenant } from '@wheelhouse/shared/db/scope.ts';
import { telematicsConsumers } from '@wheelhouse/shared/domains/telematics/consumers/index.ts';
import { matches } from '@wheelhouse/shared/events/dispatch.ts';
import type { Services } from '@wheelhouse/shared/resource/services.ts';
import type { Consumer } from '@wheelhouse/shared/runtime/consumer.ts';
import { type TestTenant, testDatabase } from '../../../../harness/index.ts';
import { eventsOf } from '../../fleet/records.ts';
import { delivery, message, now, testIngest } from '../support.ts';
import { place } from './support.ts';

type Reading = { recordedAt: string; [key: string]: unknown };

/** A reading so many seconds before now, so many metres north of Chicago's Loop. */
export function seen(secondsAgo: number, northM: number, speedKph: number, more: Record<string, unknown> = {}): Reading {
  const recordedAt = new Date(now.getTime() - secondsAgo * 1000).toISOString();
  return { recordedAt, position: { ...place(northM), speedKph }, ...more };
}

/** Stands, drives 3 km north within 200 s, stands: a trip that begins `beganAgo` seconds before now and ends 200 s later. */
export function journey(beganAgo: number, odometerKm?: number): Reading[] {
  const km = (metres: number) => (odometerKm === undefined ? {} : { odometerKm: odometerKm + metres / 1000 });
  return [
    ...Array.from({ length: 7 }, (_, i) => seen(beganAgo + 60 - i * 10, 0, 0, km(0))),
    ...Array.from({ length: 19 }, (_, i) => seen(beganAgo - (i + 1) * 10, (i + 1) * 150, 54, km((i + 1) * 150))),
    ...Array.from({ length: 25 }, (_, i) => seen(beganAgo - 200 - i * 10, 3000, 0, km(3000))),
  ];
}

/** Stores readings as the function telematics-ingest does, and waits for all that follows from them. */
export async function report(tenant: TestTenant, deviceId: string, readings: readonly Reading[]): Promise<void> {
  const ingest = testIngest();
  for (let at = 0; at < readings.length; at += 100) {
    await ingest.accept(delivery(message(tenant, deviceId, readings.slice(at, at + 100))));
  }
  await ingest.drain();
}

/** Gives every event of the tenant to the consumers, those that follow from them too, each once. */
export async function consume(tenant: TestTenant, services: Services, consumers: readonly Consumer[] = telematicsConsumers) {
  const handled = new Set<string>();
  for (;;) {
    const events = (await eventsOf(tenant)).filter(({ id }) => !handled.has(id));
    if (events.length === 0) return;
    for (const event of events) {
      handled.add(event.id);
      await give(tenant, services, event, consumers);
    }
  }
}

export async function give(
  tenant: TestTenant,
  services: Services,
  event: DomainEvent,
  consumers: readonly Consumer[],
): Promise<void> {
  for (const consumer of consumers.filter(({ events }) => events.some((pattern) => matches(pattern, event.type)))) {
    await withTenant(testDatabase(), tenant.scope(), (tx) => consumer.handle({ tx, event, services }));
  }
}
