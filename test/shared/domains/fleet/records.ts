import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '@wheelhouse/shared/clock.ts';
import type { DomainEvent } from '@wheelhouse/shared/db/events.ts';
import { eventColumns } from '@wheelhouse/shared/db/events.ts';
import { withTenant } from '@wheelhouse/shared/db/scope.ts';
import type { Services } from '@wheelhouse/shared/resource/services.ts';
import type { Verb } from '@wheelhouse/shared/resource/verb.ts';
import type { Job, JobResult } from '@wheelhouse/shared/runtime/job.ts';
import { type TestTenant, testDatabase } from '../../../harness/index.ts';

/** The moment at which these tests happen unless they say another. */
export const noon = new Date('2026-06-15T12:00:00Z');

const serial = () => randomBytes(6).toString('hex').toUpperCase();

type Values = Record<string, unknown>;

async function insert(tenant: TestTenant, table: string, values: Values): Promise<string> {
  const columns = Object.keys(values);
  const places = columns.map((_, index) => `$${index + 1}`);
  const rows = await tenant.run((tx) =>
    tx.query<{ id: string }>(
      `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')}) returning id`,
      Object.values(values),
    ),
  );
  return rows[0]!.id;
}

/** A vehicle of the fleet: a van from 2022. Columns by their SQL names. */
export function newVehicle(tenant: TestTenant, values: Values = {}): Promise<string> {
  return insert(tenant, 'vehicles', vehicleValues(values));
}

/** What a complete vehicle of the fleet consists of. */
export function vehicleValues(values: Values = {}): Values {
  return {
    vehicle_identifier: `V${serial()}`,
    make: 'Ford',
    model: 'Transit',
    year: 2022,
    license_plate: serial(),
    vin: `1FTBW2CM5${randomBytes(4).toString('hex').toUpperCase()}`,
    vehicle_type: 'van',
    max_weight_capacity_kg: 1500,
    max_volume_capacity_m3: 11.5,
    fuel_tank_capacity_liters: 95,
    insurance_expiry_date: '2027-12-31',
    registration_expiry_date: '2027-12-31',
    ...values,
  };
}

/** A driver with a licence of class C until the end of 2030, and the driver's user. */
export async function newDriver(tenant: TestTenant, values: Values = {}): Promise<string> {
  return insert(tenant, 'drivers', {
    user_id: values.user_id ?? (await newUser(tenant)),
    employee_id: `E${serial()}`,
    license_number: serial(),
    license_class: 'C',
    license_expiry_date: '2030-12-31',
    license_state: 'TX',
    hire_date: '2020-01-01',
    ...values,
  });
}

export async function newUser(tenant: TestTenant, firstName = 'Dana', lastName = 'Okoro'): Promise<string> {
  const role = await tenant.run((tx) =>
    tx.query<{ id: string }>(`insert into roles (role_name, display_name) values ($1, 'Test') returning id`, [
      `test_${serial().toLowerCase()}`,
    ]),
  );
  const name = `user-${serial().toLowerCase()}`;
  return insert(tenant, 'users', {
    email: `${name}@example.com`,
    username: name,
    first_name: firstName,
    last_name: lastName,
    role_id: role[0]!.id,
  });
}

export function newDepot(tenant: TestTenant, values: Values = {}): Promise<string> {
  return insert(tenant, 'depots', {
    depot_code: serial().slice(0, 10),
    depot_name: 'Depot',
    address: JSON.stringify({ city: 'Chicago' }),
    coordinates: '(-87.63,41.88)',
    ...values,
  });
}

/** Runs a verb as the HTTP layer does: input parsed, one transaction of the tenant, answer checked. */
export async function call(
  tenant: TestTenant,
  verb: Verb,
  request: { id?: string; input?: unknown; at?: Date; clock?: Clock; userId?: string },
  // biome-ignore lint/suspicious/noExplicitAny: the answer of whichever verb is called
): Promise<any> {
  const input = verb.input.parse(request.input ?? {});
  const actor = request.userId
    ? ({ kind: 'user', userId: request.userId } as const)
    : ({ kind: 'system', reason: 'test' } as const);
  const scope = tenant.scope('system_admin', actor);
  const answer = await withTenant(
    testDatabase(),
    scope,
    (tx) =>
      verb.run({
        tx,
        input,
        id: request.id ?? '',
        prepared: undefined,
        services: request.clock ? servicesWith(request.clock) : servicesAt(request.at ?? noon),
      }),
    { access: verb.access },
  );
  return verb.output.parse(answer);
}

/** Runs a job of a tenant. */
export function runJob(tenant: TestTenant, job: Job, at: Date, parameters: unknown = {}): Promise<JobResult> {
  return job.run({
    parameters: job.parameters.parse(parameters),
    services: servicesAt(at),
    inScope: (fn: Parameters<typeof tenant.run>[0]) => tenant.run(fn),
    signal: new AbortController().signal,
  });
}

/** All that verbs and jobs of the fleet use of the services. */
export function servicesAt(at: Date): Services {
  return servicesWith({ now: () => at });
}

function servicesWith(clock: Clock): Services {
  return { clock } as Services;
}

/** A clock that goes on by a millisecond whenever it is read. */
export function tickingClock(): Clock {
  let timeMs = noon.getTime();
  return { now: () => new Date(timeMs++) };
}

/** What happened in the tenant so far. */
export function eventsOf(tenant: TestTenant, type?: string): Promise<DomainEvent[]> {
  return tenant.run(
    (tx) =>
      tx.query(`select ${eventColumns} from domain_events where $1::text is null or type = $1 order by position`, [
        type ?? null,
      ]) as Promise<unknown[]> as Promise<DomainEvent[]>,
  );
}

/** One row of a table. */
export async function rowOf(tenant: TestTenant, table: string, id: string): Promise<Values> {
  const rows = await tenant.run((tx) => tx.query(`select * from ${table} where id = $1`, [id]));
  return rows[0] as Values;
}

export const unknownId = randomUUID();

/** Hours after noon. */
export const hours = (count: number): Date => new Date(noon.getTime() + count * 3_600_000);
