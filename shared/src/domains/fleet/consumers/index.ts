import type { Consumer } from '../../../runtime/consumer.ts';
import { depotOccupancy } from './depotOccupancy.ts';

export const fleetConsumers: readonly Consumer[] = [depotOccupancy];
