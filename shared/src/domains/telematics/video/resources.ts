import { resource } from '../../../resource/resource.ts';
import { videoTelematicsFootage } from '../tables/videoTelematicsFootage.ts';

/** Cameras register what they recorded; who looks at it is recorded by the verb download. */
export const videoFootageResource = resource({
  path: 'video-footage',
  singular: 'videoFootage',
  table: videoTelematicsFootage,
  summary: 'What cameras of vehicles recorded',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'video.read', write: 'video.write' },
  includes: {
    vehicle: { one: 'vehicles', via: 'vehicleId' },
    driver: { one: 'drivers', via: 'driverId' },
  },
});
