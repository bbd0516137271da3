import { deleteExpiredFootage } from './deleteExpiredFootage.ts';
import { expireFacts } from './expireFacts.ts';
import { refold } from './refold.ts';
import { refreshLayers } from './refreshLayers.ts';
import { routeProgress } from './routeProgress.ts';
import { scoreDrivers } from './scoreDrivers.ts';

export const telematicsJobs = [refold, expireFacts, refreshLayers, routeProgress, deleteExpiredFootage, scoreDrivers];
