import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, principalOf } from '../../../../harness/index.ts';
import { garage, startVideos, type Videos } from './support.ts';

let videos: Videos;
beforeAll(async () => {
  videos = await startVideos();
});
afterAll(() => videos?.stop());

describe.each(['pooled', 'dedicated'] as const)('Footage of a vehicle of a %s tenant', (placement) => {
  it('is registered by a camera, sent to the bucket and watched at an address of a short life', async () => {
    const { deviceId, vehicleId, register, send, call, at, footage, events } = await garage(videos, placement);
    const thumbnail = { contentType: 'image/jpeg', sizeBytes: 23 };
    const { status, body } = await register({
      vehicleId: undefined,
      deviceId,
      thumbnail,
      resolution: '1080p',
      latitude: 6.5,
      longitude: 3.3,
      tags: ['night'],
    });
    expect(status).toBe(201);
    expect(body.vehicleId).toBe(vehicleId);
    expect(await footage(body.id)).toMatchObject({
      vehicleId,
      cameraPosition: 'forward',
      recordedAt: expect.stringContaining(at(-60).slice(0, 19)),
      durationSeconds: 10,
      resolution: '1080p',
      latitude: 6.5,
      tags: ['night'],
      uploadedAt: null,
      isArchived: false,
    });
    const complete = () => call('POST', `/v1/video-footage/${body.id}:completeUpload`, {});
    const download = () => call('POST', `/v1/video-footage/${body.id}:download`, { reason: 'claim 17' });
    expect([(await complete()).status, (await download()).status]).toEqual([409, 409]);
    expect([await send(body.video), await send(body.thumbnail)]).toEqual([200, 200]);
    expect((await complete()).body).toMatchObject({ fileSizeBytes: 23, uploadedAt: expect.any(String), eventId: null });
    expect((await complete()).status).toBe(200);

    const watched = await download();
    expect(new Date(watched.body.expiresAt).getTime() - videos.clock.now().getTime()).toBe(15 * 60_000);
    const video = await fetch(watched.body.downloadUrl);
    expect(await video.text()).toBe('a video of four seconds');
    expect(video.headers.get('content-disposition')).toContain('forward-');
    expect((await fetch(watched.body.thumbnailUrl)).status).toBe(200);
    expect((await events()).map(({ type }) => type)).toEqual(['videoFootage.created', 'videoFootage.uploaded']);
  });

  it('leaves who watched it, and why, in the audit trail', async () => {
    const { film, call, tenant } = await garage(videos, placement);
    const { id } = await film();
    await call('POST', `/v1/video-footage/${id}:download`, { reason: 'claim 17' });
    const acts = await tenant.run((tx) =>
      tx.query(`select action_type, reason, actor_kind from audit_log where resource_id = $1 and action_type = 'read'`, [id]),
    );
    expect(acts).toEqual([{ action_type: 'read', reason: 'claim 17', actor_kind: 'user' }]);
  });

  it('is linked with the gravest event in it, and the event with the camera that looks ahead', async () => {
    const { film, detect, footage, videoOf, at } = await garage(videos, placement);
    const before = await detect(-300);
    const [minor, severe] = [await detect(-58, 'minor'), await detect(-55, 'severe')];
    const inside = await film({ cameraPosition: 'interior' });
    expect(inside.eventId).toBe(severe);
    expect(await videoOf(severe)).toBe((await footage(inside.id)).videoUrl);
    const ahead = await film({ recordedAt: at(-59) });
    expect(await videoOf(severe)).toBe((await footage(ahead.id)).videoUrl);
    expect(await videoOf(minor)).toBe((await footage(ahead.id)).videoUrl);
    expect(await videoOf(before)).toBeNull();
  });

  it('is linked with an event that is detected later, and loses one that is withdrawn', async () => {
    const { tenant, film, detect, told, footage, videoOf, events } = await garage(videos, placement);
    const { id, eventId } = await film();
    expect(eventId).toBeNull();
    const event = await detect(-55);
    for (let delivery = 0; delivery < 2; delivery += 1) await told(event, 'detected', -55);
    expect((await footage(id)).eventId).toBe(event);
    expect(await videoOf(event)).toBe((await footage(id)).videoUrl);

    await tenant.run((tx) => tx.query('delete from driver_behavior_events where id = $1', [event]));
    await told(event, 'withdrawn', -55);
    expect((await footage(id)).eventId).toBeNull();
    const linked = (await events()).filter(({ type }) => type === 'videoFootage.linked');
    expect(linked.map(({ data }) => data.eventId)).toEqual([event, null]);
  });
});

describe('Footage', () => {
  it('is not linked with events of other vehicles, or before it arrived', async () => {
    const mine = await garage(videos);
    const other = await garage(videos);
    const event = await other.detect(-55);
    expect((await mine.film()).eventId).toBeNull();
    const registered = await other.register();
    await other.told(event, 'detected', -55);
    expect((await other.footage(registered.body.id)).eventId).toBeNull();
    expect(await other.videoOf(event)).toBeNull();
  });

  it('takes what a model saw in it, and tags', async () => {
    const { film, call, footage } = await garage(videos);
    const { id } = await film({ tags: ['night'] });
    const analysis = { model: 'eyes-2', findings: [{ label: 'phone_use', confidence: 0.93, atSeconds: 3.5 }] };
    const annotate = (body: unknown) => call('POST', `/v1/video-footage/${id}:annotate`, body);
    expect((await annotate({ analysis })).body).toEqual({ id, tags: ['night'], findings: 1 });
    expect((await annotate({ tags: ['day', 'day'] })).body).toEqual({ id, tags: ['day'], findings: 1 });
    expect((await footage(id)).aiAnalysis).toMatchObject({ ...analysis, analysedAt: expect.stringMatching(/Z$/) });
    expect((await annotate({ analysis: { model: 'x', findings: [{ label: 'y', confidence: 2 }] } })).status).toBe(422);
  });

  it('is refused where it makes no sense', async () => {
    const { register, at, vehicleId, deviceId } = await garage(videos);
    for (const body of [
      { recordedAt: at(2 * 86_400) },
      { latitude: 6 },
      { vehicleId, deviceId },
      { vehicleId: undefined },
      { vehicleId: undefined, deviceId: 'nobody' },
      { contentType: 'text/html' },
      { sizeBytes: 3 * 1024 ** 3 },
      { durationSeconds: 0 },
    ]) {
      expect((await register(body)).status, JSON.stringify(body)).toBe(422);
    }
  });

  it('is seen and written only with permissions of its own, and by nobody else', async () => {
    const { film, tenant, register } = await garage(videos);
    const { id } = await film();
    const { client } = videos.api;
    const reader = client(principalOf(tenant, { permissions: ['video.read'] }));
    const camera = client(principalOf(tenant, { permissions: ['video.write'] }));
    const other = client(principalOf(tenant, { permissions: ['vehicle.*', 'location.*'] }));
    const stranger = client(principalOf(await newTenant()));
    const status = async (call: typeof reader, path: string, body?: object) =>
      (await call(body ? 'POST' : 'GET', `/v1/video-footage/${id}${path}`, body)).status;
    expect([await status(reader, ''), await status(reader, ':download', {})]).toEqual([200, 200]);
    expect([await status(camera, ''), await status(camera, ':download', {})]).toEqual([403, 403]);
    expect([await status(other, ''), await status(reader, ':annotate', { tags: [] })]).toEqual([403, 403]);
    expect([await status(stranger, ''), await status(stranger, ':download', {})]).toEqual([404, 404]);
    expect(await status(stranger, ':completeUpload', {})).toBe(404);
    expect((await register()).status).toBe(201);
  });
});

describe('The retention of footage', () => {
  it('deletes what is older, objects and all, and keeps what is archived, held, new, or shows a severe event', async () => {
    const { film, detect, call, expire, objects, at, footage, videoOf, events } = await garage(videos);
    const old = -100 * 86_400;
    const gone = await film({ recordedAt: at(old), thumbnail: { contentType: 'image/png', sizeBytes: 23 } });
    const [archived, held] = [await film({ recordedAt: at(old + 1000) }), await film({ recordedAt: at(old + 2000) })];
    const severe = await detect(old + 3005, 'severe');
    const grave = await film({ recordedAt: at(old + 3000) });
    const moderate = await detect(old + 5);
    const fresh = await film();
    const keep = (id: string, body: object) => call('POST', `/v1/video-footage/${id}:keep`, { reason: 'claim 17', ...body });
    expect((await keep(archived.id, { isArchived: true })).body).toEqual({
      id: archived.id,
      isArchived: true,
      isOnLegalHold: false,
    });
    expect((await keep(held.id, { isOnLegalHold: true })).body).toMatchObject({ isOnLegalHold: true });

    expect(await expire(90)).toEqual({ recordsProcessed: 1 });
    expect((await call('GET', `/v1/video-footage/${gone.id}`)).status).toBe(404);
    expect((await objects()).some((name) => name.includes(gone.id))).toBe(false);
    expect(await videoOf(moderate)).toBeNull();
    expect((await footage(grave.id)).eventId).toBe(severe);
    const kept = await objects();
    for (const { id } of [archived, held, grave, fresh]) expect(kept.some((name) => name.includes(id))).toBe(true);
    expect((await events()).filter(({ type }) => type === 'videoFootage.expired')).toHaveLength(1);

    expect(await expire(90)).toEqual({ recordsProcessed: 0 });
    await keep(held.id, { isOnLegalHold: false });
    expect(await expire(90)).toEqual({ recordsProcessed: 1 });
  });
});
