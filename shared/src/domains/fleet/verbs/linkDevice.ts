import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import type { VehicleDeviceChanged } from '../events.ts';

type Slot = VehicleDeviceChanged['slot'];
type Holder = { id: string; name: string; primaryDeviceId: string | null; secondaryDeviceId: string | null };

const holderColumns = `id, coalesce(vehicle_identifier, license_plate, vin) as name, primary_device_id as "primaryDeviceId", secondary_device_id as "secondaryDeviceId"`;
const columns: Record<Slot, string> = { primary: 'primary_device_id', secondary: 'secondary_device_id' };

export const linkDevice = verb({
  name: 'linkDevice',
  on: 'vehicles',
  target: 'item',
  permission: 'vehicle.write',
  summary: 'Link a telemetry device to a vehicle, or unlink it',
  description:
    'A device reports for one vehicle. With `move` it is taken from the vehicle that has it; a deviceId of null unlinks.',
  input: z.strictObject({
    deviceId: z.string().trim().min(1).max(50).nullable(),
    slot: z.enum(['primary', 'secondary']).default('primary'),
    move: z.boolean().default(false),
  }),
  output: z.object({ id: z.guid(), primaryDeviceId: z.string().nullable(), secondaryDeviceId: z.string().nullable() }),
  run: async ({ tx, id, input: { deviceId, slot, move }, services }) => {
    const at = services.clock.now();
    if (deviceId) await tx.query('select platform.lock_device(platform.current_tenant_id(), $1)', [deviceId]);
    const vehicles = await tx.query<Holder>(
      `select ${holderColumns} from vehicles where id = $1 or primary_device_id = $2 or secondary_device_id = $2 order by id for no key update`,
      [id, deviceId],
    );
    const vehicle = vehicles.find((row) => row.id === id);
    if (!vehicle) throw notFound('Vehicle', id);
    const current = { primary: vehicle.primaryDeviceId, secondary: vehicle.secondaryDeviceId };
    if (current[slot] === deviceId) return answer(vehicle);

    const holder = vehicles.find((row) => deviceId !== null && [row.primaryDeviceId, row.secondaryDeviceId].includes(deviceId));
    if (holder && !move) {
      throw conflict(
        `Device ${deviceId} is linked to vehicle ${holder.name} (${holder.id}). Send move: true to take it from there.`,
        [{ path: 'deviceId', message: `Is linked to vehicle ${holder.name}.`, code: 'already_exists' }],
      );
    }
    if (holder) await setDevice(tx, holder, holder.primaryDeviceId === deviceId ? 'primary' : 'secondary', null, at);
    return answer(await setDevice(tx, vehicle, slot, deviceId, at));
  },
});

/** Writes one slot and emits which device left and which came. */
async function setDevice(tx: Tx, vehicle: Holder, slot: Slot, deviceId: string | null, at: Date): Promise<Holder> {
  const before = slot === 'primary' ? vehicle.primaryDeviceId : vehicle.secondaryDeviceId;
  const [row] = await tx.query<Holder>(`update vehicles set ${columns[slot]} = $2 where id = $1 returning ${holderColumns}`, [
    vehicle.id,
    deviceId,
  ]);
  const { id, primaryDeviceId, secondaryDeviceId } = row!;
  const emit = (type: string, device: string) => {
    const data: VehicleDeviceChanged = {
      id,
      primaryDeviceId,
      secondaryDeviceId,
      slot,
      deviceId: device,
      changedAt: at.toISOString(),
    };
    tx.emit({ type, subjectType: 'vehicle', subjectId: id, data });
  };
  if (before) emit('vehicle.device_unlinked', before);
  if (deviceId) emit('vehicle.device_linked', deviceId);
  return row!;
}

function answer({ id, primaryDeviceId, secondaryDeviceId }: Holder) {
  return { id, primaryDeviceId, secondaryDeviceId };
}
