// How a driver drives, telematics knows; but a verb is served with the resource that it is on, and drivers are fleet's.
export { safetyScore } from '../../telematics/verbs/safetyScore.ts';
export { assignDriver } from './assignDriver.ts';
export { changeEmploymentStatus } from './changeEmploymentStatus.ts';
export { changeStatus } from './changeStatus.ts';
export { isOpen } from './isOpen.ts';
export { linkDevice } from './linkDevice.ts';
export { nearestDepots } from './nearestDepots.ts';
export { recordOdometer } from './recordOdometer.ts';
export { unassignDriver } from './unassignDriver.ts';
