export { annotateFootage } from './annotateFootage.ts';
export { behaviorSummary } from './behaviorSummary.ts';
export { cancelRoute } from './cancelRoute.ts';
export { classifyTrip } from './classifyTrip.ts';
export { completeRoute } from './completeRoute.ts';
export { completeUpload } from './completeUpload.ts';
export { evChargingStationsAlong, tollPlazasAlong, trafficCamerasAlong, weatherStationsAlong } from './corridorOfLayer.ts';
export { decodeTroubleCode } from './decodeTroubleCode.ts';
export { downloadFootage } from './downloadFootage.ts';
export { effectiveTelematicsRules } from './effectiveTelematicsRules.ts';
export { exportTrack } from './exportTrack.ts';
export { exportTrip } from './exportTrip.ts';
export { geofencesContaining } from './geofencesContaining.ts';
export { geofencesGeojson } from './geofencesGeojson.ts';
export { geofenceVehicles } from './geofenceVehicles.ts';
export { geojson } from './geojson.ts';
export { history } from './history.ts';
export { ingest } from './ingest.ts';
export { keepFootage } from './keepFootage.ts';
export {
  nearestEvChargingStations,
  nearestTollPlazas,
  nearestTrafficCameras,
  nearestWeatherStations,
} from './nearestInLayer.ts';
export { obdHistory } from './obdHistory.ts';
export { optimizeRoute } from './optimizeRoute.ts';
export { optimizeStops } from './optimizeStops.ts';
export { refreshSource } from './refreshSource.ts';
export { registerFootage } from './registerFootage.ts';
export { replay } from './replay.ts';
export { revokeShare } from './revokeShare.ts';
export { routeProgress } from './routeProgress.ts';
export { setTelematicsRules } from './setTelematicsRules.ts';
export { share } from './share.ts';
export { startRoute } from './startRoute.ts';
export { stateChanges } from './stateChanges.ts';
export { stream } from './stream.ts';
export { tripMileage } from './tripMileage.ts';
export { troubleCodes } from './troubleCodes.ts';
export { viewShare } from './viewShare.ts';
export { evChargingStationsWithin, tollPlazasWithin, trafficCamerasWithin, weatherStationsWithin } from './withinLayer.ts';
