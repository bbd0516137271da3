import type { DomainEvent } from '../db/events.ts';
import type { Tx } from '../db/scope.ts';
import type { Services } from '../resource/services.ts';

/** Reacts to domain events. Its effect and the note that the event was handled commit together. */
export type Consumer = {
  /** Unique and stable: `fleet.depotOccupancy`. */
  name: string;
  /** Types of events, `vehicle.*` for all about vehicles. */
  events: readonly string[];
  handle(context: { tx: Tx; event: DomainEvent; services: Services }): Promise<void>;
};

/** Declares a consumer of domain events. It runs in the scope of the event's tenant, as the system. */
export function consumer(declaration: Consumer): Consumer {
  return declaration;
}
