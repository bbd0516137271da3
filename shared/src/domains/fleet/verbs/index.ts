// The score of a driver's behaviour, which telematics knows of.
export { safetyScore } from '../../telematics/safety/verbs/safetyScore.ts';
export { assignDriver } from './assignDriver.ts';
export { changeEmploymentStatus } from './changeEmploymentStatus.ts';
export { changeStatus } from './changeStatus.ts';
export { isOpen } from './isOpen.ts';
export { linkDevice } from './linkDevice.ts';
export { nearestDepots } from './nearestDepots.ts';
export { recordOdometer } from './recordOdometer.ts';
export { unassignDriver } from './unassignDriver.ts';
