import type { Consumer } from '../../../runtime/consumer.ts';
import { completeTrips } from './completeTrips.ts';
import { creditDrivers } from './creditDrivers.ts';
import { fencesChanged } from './fencesChanged.ts';
import { keepTripUsage } from './keepTripUsage.ts';
import { linkFootageToEvents } from './linkFootageToEvents.ts';
import { nameBehaviorEvents } from './nameBehaviorEvents.ts';
import { recordOdometers } from './recordOdometers.ts';
import { refoldByRules } from './refoldByRules.ts';

export const telematicsConsumers: readonly Consumer[] = [
  linkFootageToEvents,
  completeTrips,
  creditDrivers,
  keepTripUsage,
  nameBehaviorEvents,
  recordOdometers,
  refoldByRules,
  fencesChanged,
];
