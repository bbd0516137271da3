import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import type { VehicleType } from '../../fleet/tables/index.ts';
import { fuelTypes, vehicleTypes } from '../../fleet/tables/index.ts';
import type { FuelType } from './fuelModel.ts';
import type { PlannedVehicle } from './planRoutes.ts';

export const maxVehicles = 50;

/** What a question says of a vehicle; it goes before what the fleet knows of it. */
export const vehicleFields = {
  maxWeightKg: z.number().min(0).max(1e6).optional().describe('Payload; unlimited unless given or known of the vehicle.'),
  maxVolumeM3: z.number().min(0).max(1e5).optional().describe('Cargo space; unlimited unless given or known of the vehicle.'),
  fuelConsumptionLPer100Km: z
    .number()
    .gt(0)
    .max(200)
    .optional()
    .describe('Measured consumption, empty at 50 km/h; the average of its type unless given.'),
};

export const vehicleInput = z.strictObject({
  vehicleId: z.guid().optional().describe('Takes type, fuel and capacity of this vehicle.'),
  vehicleType: z.enum(vehicleTypes).optional(),
  fuelType: z.enum(fuelTypes).optional(),
  ...vehicleFields,
});

type VehicleRow = {
  id: string;
  vehicleType: VehicleType | null;
  fuelType: FuelType;
  maxWeightKg: number | null;
  maxVolumeM3: number | null;
  homeDepotId: string | null;
};

/** What the fleet knows of vehicles, by their ids. */
export async function fleetVehicles(tx: Tx, ids: readonly string[]): Promise<Map<string, VehicleRow>> {
  const rows = await tx.query<VehicleRow>(
    `select id, vehicle_type as "vehicleType", fuel_type as "fuelType", max_weight_capacity_kg as "maxWeightKg",
       max_volume_capacity_m3::float8 as "maxVolumeM3", home_depot_id as "homeDepotId"
     from vehicles where id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A vehicle as the planner takes it. */
export function plannedVehicle(said: z.output<typeof vehicleInput>, known: VehicleRow | undefined): PlannedVehicle {
  return {
    vehicleId: said.vehicleId,
    maxWeightKg: said.maxWeightKg ?? known?.maxWeightKg ?? Number.POSITIVE_INFINITY,
    maxVolumeM3: said.maxVolumeM3 ?? known?.maxVolumeM3 ?? Number.POSITIVE_INFINITY,
    fuel: {
      vehicleType: said.vehicleType ?? known?.vehicleType,
      fuelType: said.fuelType ?? known?.fuelType,
      litresPer100Km: said.fuelConsumptionLPer100Km,
    },
  };
}
