// Data of the events about trips beyond those of the fold. Changed columns stand under their own names, so a reader of a change feed
// can merge them into its copy of the row.

/** `trip.classified` */
export type TripClassified = {
  id: string;
  vehicleId: string;
  driverId: string | null;
  usageType: string;
  previousUsageType: string | null;
  usageByDriver: true;
  businessPurpose: string | null;
  classifiedAt: string;
};

/** `trip.completed`: its line and the names of its ends are known. */
export type TripCompleted = {
  id: string;
  vehicleId: string;
  driverId: string | null;
  routePolyline: string;
  startAddress: string | null;
  endAddress: string | null;
};
