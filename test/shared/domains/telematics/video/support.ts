import { randomUUID } from 'node:crypto';
import { fixedClock } from '@wheelhouse/shared/clock.ts';
import type { DomainEvent } from '@wheelhouse/shared/db/events.ts';
import { eventColumns } from '@wheelhouse/shared/db/events.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import { linkFootageToEvents } from '@wheelhouse/shared/domains/telematics/consumers/linkFootageToEvents.ts';
import { deleteExpiredFootage } from '@wheelhouse/shared/domains/telematics/jobs/deleteExpiredFootage.ts';
import * as resources from '@wheelhouse/shared/domains/telematics/resources.ts';
import { annotateFootage } from '@wheelhouse/shared/domains/telematics/verbs/annotateFootage.ts';
import { completeUpload } from '@wheelhouse/shared/domains/telematics/verbs/completeUpload.ts';
import { downloadFootage } from '@wheelhouse/shared/domains/telematics/verbs/downloadFootage.ts';
import { keepFootage } from '@wheelhouse/shared/domains/telematics/verbs/keepFootage.ts';
import { registerFootage } from '@wheelhouse/shared/domains/telematics/verbs/registerFootage.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { expect } from 'vitest';
import { startHarness } from '../../../../emulator/storage/harness.ts';
import { newTenant, principalOf, testApi, testServices } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';

const videoDomain: Domain = {
  name: 'telematics',
  resources: Object.values(resources),
  verbs: [registerFootage, completeUpload, downloadFootage, annotateFootage, keepFootage],
};

const content = Buffer.from('a video of four seconds');

/** Storage with the real client, and the interface of videos over one bucket. */
export async function startVideos() {
  const harness = await startHarness();
  const clock = fixedClock(new Date());
  const services = testServices({ clock, storage: async () => harness.storage, env: { VIDEO_BUCKET: harness.bucket.name } });
  const api = testApi([videoDomain], { services, resources: [videoDomain, fleetDomain, identityDomain] });
  return { ...harness, services, clock, api };
}

export type Videos = Awaited<ReturnType<typeof startVideos>>;

/** A tenant with a vehicle, and what its cameras and people do. */
export async function garage(videos: Videos, placement: 'pooled' | 'dedicated' = 'pooled') {
  const tenant = await newTenant({ placement });
  const deviceId = `cam-${randomUUID().slice(0, 8)}`;
  const vehicleId = await tenant.run((tx) => insertRow(tx, tenant.tenantId, 'vehicles', { primary_device_id: deviceId }));
  const call = videos.api.client(principalOf(tenant));
  const at = (seconds: number) => new Date(videos.clock.now().getTime() + seconds * 1000).toISOString();

  const register = (body: Record<string, unknown> = {}) =>
    call('POST', '/v1/video-footage:register', {
      vehicleId,
      cameraPosition: 'forward',
      recordedAt: at(-60),
      durationSeconds: 10,
      contentType: 'video/mp4',
      sizeBytes: content.length,
      ...body,
    });

  const send = async ({ uploadUrl, method, headers }: { uploadUrl: string; method: string; headers: Record<string, string> }) =>
    (await fetch(uploadUrl, { method, headers, body: content })).status;

  /** Footage that has arrived. */
  const film = async (body: Record<string, unknown> = {}): Promise<{ id: string; eventId: string | null }> => {
    const registered = await register(body);
    expect(registered.status, registered.text).toBe(201);
    expect(await send(registered.body.video)).toBe(200);
    const completed = await call('POST', `/v1/video-footage/${registered.body.id}:completeUpload`, {});
    expect(completed.status, completed.text).toBe(200);
    return completed.body;
  };

  /** A driving event, as the fold derives it, and what its consumers are told. */
  const detect = async (seconds: number, severity = 'moderate', id: string = randomUUID()): Promise<string> => {
    await tenant.run(async (tx) => {
      await insertRow(tx, tenant.tenantId, 'driver_behavior_events', {
        id,
        vehicle_id: vehicleId,
        event_type: 'harsh_braking',
        severity,
        recorded_at: at(seconds),
        detected_at: at(seconds),
      });
    });
    return id;
  };
  const told = (eventId: string, what: string, seconds: number) =>
    tenant.run((tx) =>
      linkFootageToEvents.handle({
        tx,
        services: videos.services,
        event: {
          type: `driver_behavior_event.${what}`,
          subjectId: eventId,
          data: { id: eventId, vehicleId, recordedAt: at(seconds) },
        } as unknown as DomainEvent,
      }),
    );

  const footage = async (id: string) => (await call('GET', `/v1/video-footage/${id}`)).body;
  const videoOf = async (eventId: string) => {
    const [row] = await tenant.run((tx) => tx.query('select video_url from driver_behavior_events where id = $1', [eventId]));
    return row?.video_url;
  };
  const objects = async () =>
    (await videos.bucket.getFiles({ prefix: `tenants/${tenant.tenantId}/` }))[0].map(({ name }) => name);
  const expire = (keepDays: number) =>
    deleteExpiredFootage.run({
      parameters: { keepDays },
      services: videos.services,
      inScope: tenant.run,
      signal: new AbortController().signal,
    });
  const events = () =>
    tenant.run((tx) =>
      tx.query<{ type: string; data: Record<string, unknown> }>(
        `select ${eventColumns} from domain_events where subject_type = 'videoFootage' order by position`,
      ),
    );
  return { tenant, vehicleId, deviceId, call, at, register, send, film, detect, told, footage, videoOf, objects, expire, events };
}
