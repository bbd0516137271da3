import type { EmploymentStatus, OperationalStatus } from './tables/index.ts';

// Data of the events that the fleet emits beyond created, updated and deleted. Changed columns stand under their own names, so a
// reader of a change feed can merge them into its copy of the row.

/** `vehicle.status_changed` */
export type VehicleStatusChanged = {
  id: string;
  operationalStatus: OperationalStatus;
  previousStatus: OperationalStatus;
  isActive: boolean;
  reason: string | null;
  changedAt: string;
};

/** `vehicle.driver_changed`: the assignment in force is another one now, or none. */
export type VehicleDriverChanged = {
  id: string;
  assignedDriverId: string | null;
  previousDriverId: string | null;
  changedAt: string;
};

/** `driver.vehicle_changed` */
export type DriverVehicleChanged = {
  id: string;
  currentVehicleId: string | null;
  previousVehicleId: string | null;
  changedAt: string;
};

/** `vehicleAssignment.created`, and `vehicleAssignment.updated` with `changed`. */
export type VehicleAssignmentData = {
  id: string;
  vehicleId: string;
  driverId: string;
  assignedFrom: string;
  assignedTo: string | null;
  assignedByUserId: string | null;
  notes: string | null;
  endReason: string | null;
  changed?: string[];
};

/** `vehicle.odometer_recorded` */
export type VehicleOdometerRecorded = {
  id: string;
  currentOdometerKm: number;
  previousOdometerKm: number;
  /** Why a lower reading replaced a higher one; null where the reading went up. */
  correctionReason: string | null;
  recordedAt: string;
};

/** `vehicle.device_linked` and `vehicle.device_unlinked`: the history of which device was in which vehicle. */
export type VehicleDeviceChanged = {
  id: string;
  primaryDeviceId: string | null;
  secondaryDeviceId: string | null;
  slot: 'primary' | 'secondary';
  deviceId: string;
  changedAt: string;
};

/** `driver.employment_status_changed` */
export type DriverEmploymentStatusChanged = {
  id: string;
  employmentStatus: EmploymentStatus;
  previousStatus: EmploymentStatus;
  isAvailable: boolean;
  reason: string | null;
  changedAt: string;
};

/** `depot.occupancy_changed` */
export type DepotOccupancyChanged = {
  id: string;
  currentVehicleCount: number;
  previousVehicleCount: number;
  maxVehicleCapacity: number;
};

/** `vehicle.insurance_expiring`, `vehicle.registration_expiring`, `driver.license_expiring` */
export type DocumentExpiring = {
  id: string;
  /** Last valid day. */
  expiryDate: string;
  /** Zero on the last valid day, negative after it. */
  daysLeft: number;
  thresholdDays: number;
};
