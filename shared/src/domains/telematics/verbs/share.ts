import { v7 } from 'uuid';
import { z } from 'zod';
import { makeApiToken } from '../../../auth/api-token.ts';
import { isAllowed } from '../../../auth/permissions.ts';
import type { Tx } from '../../../db/scope.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';

const input = z.strictObject({
  vehicleId: z.guid().optional().describe('Show this vehicle until the link expires.'),
  tripId: z.guid().optional().describe('Show the vehicle of this trip while it goes on.'),
  routeId: z.guid().optional().describe('Show the vehicle of this route while it is driven.'),
  expiresAt: momentSchema,
  label: z.string().trim().min(1).max(200).optional(),
  showsName: z.boolean().default(false),
  showsEta: z.boolean().default(false),
  showsTrail: z.boolean().default(false),
});

type Subject = Pick<z.output<typeof input>, 'vehicleId' | 'tripId' | 'routeId'>;

export const share = verb({
  name: 'share',
  on: 'location-shares',
  target: 'collection',
  permission: 'location_share.write',
  summary: 'Let people without an account see where a vehicle is',
  description:
    'The answer is the only place where the token is ever shown. A page that has it, best behind the # of its address, which no server ' +
    'is sent, asks GET /v1/location-shares:view with it.',
  status: 201,
  secretAnswer: true,
  input,
  output: z.object({ id: z.guid(), vehicleId: z.guid(), token: z.string(), expiresAt: z.iso.datetime() }),
  run: async ({ tx, input, principal, services }) => {
    // Nobody shows others what they may not see.
    if (!isAllowed(principal, 'location.read')) throw forbidden('location.read');
    const expiresAt = lifeOf(input.expiresAt, services.clock.now(), services.config.locationShareMaxHours);
    const vehicleId = await vehicleOf(tx, input);
    const id = v7();
    const { token, hash } = makeApiToken({ tenantId: principal.tenantId, tokenId: id }, 'whs');
    const { label = null, tripId = null, routeId = null, showsName, showsEta, showsTrail } = input;
    await tx.query(
      `insert into location_shares (id, vehicle_id, trip_id, route_id, label, token_hash, shows_name, shows_eta, shows_trail, expires_at,
         created_by_user_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (select id from users where id = platform.current_user_id()))`,
      [id, vehicleId, tripId, routeId, label, hash, showsName, showsEta, showsTrail, expiresAt],
    );
    const data = { id, vehicleId, tripId, routeId, label, showsName, showsEta, showsTrail, expiresAt: expiresAt.toISOString() };
    await tx.query(`select platform.record_act('create', 'location_shares', $1, $2)`, [id, JSON.stringify({ values: data })]);
    tx.emit({ type: 'locationShare.created', subjectType: 'locationShare', subjectId: id, data });
    return { id, vehicleId, token, expiresAt: expiresAt.toISOString() };
  },
});

function lifeOf(text: string, now: Date, maxHours: number): Date {
  const expiresAt = new Date(text);
  if (expiresAt <= now) throw invalidField('expiresAt', 'Must lie in the future.');
  if (expiresAt.getTime() - now.getTime() > maxHours * 3_600_000)
    throw invalidField('expiresAt', `A link lives ${maxHours} hours at most; make another one then.`, 'too_long');
  return expiresAt;
}

async function vehicleOf(tx: Tx, { vehicleId, tripId, routeId }: Subject): Promise<string> {
  if ([vehicleId, tripId, routeId].filter((id) => id !== undefined).length !== 1)
    throw invalidField('vehicleId', 'Give exactly one of vehicleId, tripId and routeId.', 'one_of');
  if (vehicleId) {
    const [vehicle] = await tx.query<{ id: string }>('select id from vehicles where id = $1', [vehicleId]);
    if (!vehicle) throw notFound('Vehicle', vehicleId);
    return vehicle.id;
  }
  if (tripId) {
    const [trip] = await tx.query<{ vehicle_id: string; ended_at: Date | null }>(
      'select vehicle_id, ended_at from trips where id = $1',
      [tripId],
    );
    if (!trip) throw notFound('Trip', tripId);
    if (trip.ended_at) throw conflict(`Trip ${tripId} ended at ${trip.ended_at.toISOString()}.`);
    return trip.vehicle_id;
  }
  const [route] = await tx.query<{ vehicle_id: string | null; status: string }>(
    'select assigned_vehicle_id as vehicle_id, status from routes where id = $1',
    [routeId],
  );
  if (!route) throw notFound('Route', routeId as string);
  if (route.status !== 'planned' && route.status !== 'active') throw conflict(`Route ${routeId} is ${route.status}.`);
  if (!route.vehicle_id) throw conflict(`Route ${routeId} has no vehicle yet; assign one first.`);
  return route.vehicle_id;
}
