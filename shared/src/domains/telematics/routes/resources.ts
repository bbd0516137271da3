import { z } from 'zod';
import { resource } from '../../../resource/resource.ts';
import { ownDrivers } from '../../fleet/callers-own.ts';
import { decodePolyline } from '../geo/polyline.ts';
import { routes } from '../tables/index.ts';
import { placeSchema, routeStops } from './stops.ts';

/** Rounds and their stops. A driver sees those assigned to them. */
export const routeResource = resource({
  path: 'routes',
  singular: 'route',
  table: routes,
  summary: 'Planned rounds of vehicles and how they went',
  permissions: { read: 'route.read', write: 'route.write' },
  narrowed: { 'delivery.read_assigned': `assigned_driver_id in ${ownDrivers}` },
  verbOwned: [
    'totalDistanceKm',
    'estimatedDurationMinutes',
    'estimatedFuelL',
    'status',
    'startedAt',
    'endedAt',
    'actualTripId',
    'progressAt',
    'deviationM',
    'deviatedSince',
    'remainingDistanceKm',
    'estimatedEndAt',
    'createdByUserId',
  ],
  hidden: ['tracking'],
  search: ['routeName', 'description'],
  includes: {
    assignedVehicle: { one: 'vehicles', via: 'assignedVehicleId' },
    assignedDriver: { one: 'drivers', via: 'assignedDriverId' },
  },
  fields: {
    stops: routeStops,
    origin: placeSchema,
    destination: placeSchema,
    polyline: z.string().max(100_000).refine(isPolyline, 'an encoded polyline of precision 5'),
    arrivalRadiusM: z.number().min(10).max(5_000),
    maxDeviationM: z.number().min(10).max(100_000),
  },
});

function isPolyline(text: string): boolean {
  try {
    return decodePolyline(text).every(({ latitude, longitude }) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180);
  } catch {
    return false;
  }
}
