import type { DomainEvent } from '../db/events.ts';
import { claimMessage } from '../db/inbox.ts';
import { type Scope, withSystem, withTenant } from '../db/scope.ts';
import type { Services } from '../resource/services.ts';
import type { Consumer } from '../runtime/consumer.ts';
import type { Message } from '../runtime/event-function.ts';
import { fromMessage } from './cloud-event.ts';
import { type Rejection, recordRejected } from './rejected.ts';

type EventsMessage = Pick<Message, 'messageId' | 'data' | 'attributes' | 'subscription'>;

/** What became of a message: which consumers handled it now, and which had before. */
export type Dispatched = { handled: string[]; repeated: string[] } | { rejected: Rejection['reason'] };

/**
 * Gives each event to the consumers that want it. Every consumer has a transaction of its own in the tenant's scope, in which it is
 * also noted that it handled the event: one that fails does not stop the others, and when the message comes again, those that
 * were done are passed over. What can never be handled is kept in `platform.rejected_messages`.
 *
 * @returns a function that rejects when a consumer failed: the message has to be delivered again
 */
export function createDispatcher({ services, consumers }: { services: Services; consumers: readonly Consumer[] }) {
  const names = consumers.map((consumer) => consumer.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) throw new Error(`Two consumers are named ${repeated}; each would take the other's events for handled.`);

  return async function dispatch(message: EventsMessage): Promise<Dispatched> {
    const event = readEvent(message);
    if (event instanceof Error) return reject(services, message, { reason: 'malformed', detail: event.message });
    const interested = consumers.filter((consumer) => consumer.events.some((pattern) => matches(pattern, event.type)));
    if (interested.length === 0) return { handled: [], repeated: [] };
    const rejection = await tenantProblem(services, event.tenantId);
    if (rejection) return reject(services, message, rejection);
    return deliver(services, interested, event);
  };
}

/** `vehicle.created` or, for all about vehicles, `vehicle.*`; `*` for everything. */
export function matches(pattern: string, type: string): boolean {
  return pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)));
}

async function deliver(services: Services, consumers: readonly Consumer[], event: DomainEvent): Promise<Dispatched> {
  const done = { handled: [] as string[], repeated: [] as string[] };
  const failures: { name: string; error: unknown }[] = [];
  for (const consumer of consumers) {
    try {
      const isNew = await consume(services, consumer, event);
      done[isNew ? 'handled' : 'repeated'].push(consumer.name);
    } catch (error) {
      failures.push({ name: consumer.name, error });
    }
  }
  if (failures.length === 0) return done;
  const text = `Event ${event.type} ${event.id} was not handled by ${failures.map(({ name }) => name).join(', ')}.`;
  throw new AggregateError(
    failures.map(({ error }) => error),
    text,
    { cause: failures[0]?.error },
  );
}

function consume(services: Services, consumer: Consumer, event: DomainEvent): Promise<boolean> {
  const reason = `consumer ${consumer.name}`;
  const correlationId = typeof event.actor.correlationId === 'string' ? { correlationId: event.actor.correlationId } : {};
  const scope: Scope = {
    tenantId: event.tenantId,
    actor: { kind: 'system', reason },
    databaseRole: 'system_admin',
    request: { operation: reason, requestId: event.id, ...correlationId },
  };
  return withTenant(services.database, scope, async (tx) => {
    if (!(await claimMessage(tx, consumer.name, event.id))) return false;
    await consumer.handle({ tx, event, services });
    return true;
  });
}

/** A suspended tenant's events are kept, not repeated for days; one that is being moved is only a moment away. */
async function tenantProblem(services: Services, tenantId: string): Promise<Rejection | undefined> {
  const [tenant] = await withSystem(
    services.database,
    'find the tenant of an event',
    (tx) => tx.query<{ status: string }>('select status from platform.tenants where id = $1', [tenantId]),
    { access: 'read', statements: 1 },
  );
  if (!tenant || tenant.status === 'deleting') return { reason: 'unknown_tenant', detail: `There is no tenant ${tenantId}.` };
  if (tenant.status === 'suspended') return { reason: 'tenant_suspended', detail: `Tenant ${tenantId} is suspended.` };
  return undefined;
}

async function reject(services: Services, message: EventsMessage, rejection: Rejection): Promise<Dispatched> {
  await recordRejected(services.database, message, rejection);
  return { rejected: rejection.reason };
}

function readEvent(message: EventsMessage): DomainEvent | Error {
  try {
    return fromMessage(message);
  } catch (error) {
    return error as Error;
  }
}
