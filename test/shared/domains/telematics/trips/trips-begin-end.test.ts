import { distanceM } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { describe, expect, it } from 'vitest';
import { drive, place, reading, seconds, stand, tripsOf } from './support.ts';

describe('A trip begins', () => {
  it('200 m from the last stop, and tells when and where the vehicle last stood there', () => {
    const { trips } = tripsOf([...stand(0, 300, 0), ...drive(300, 0, 450)]);
    expect(trips).toHaveLength(1);
    const [trip] = trips;
    expect(seconds(trip!.startedAtMs)).toBe(300);
    expect(seconds(trip!.detectedAtMs)).toBe(320);
    expect(trip).toMatchObject({
      startLatitude: 41.88,
      startLongitude: -87.63,
      endedAtMs: null,
      distanceKm: null,
      usageType: null,
    });
  });

  it('at that distance: not before it, nor for moving about the yard', () => {
    const at = (metres: number) => tripsOf([...stand(0, 300, 0), reading(310, place(metres), { speedKph: 40 })]).trips;
    expect(at(199)).toHaveLength(0);
    expect(at(201)).toHaveLength(1);
    const yard = [
      ...stand(0, 300, 0),
      ...drive(300, 0, 150, 15),
      ...stand(340, 900, 150),
      ...drive(900, 150, -20, 15),
      ...stand(950, 2000, -20),
    ];
    expect(tripsOf(yard).trips).toHaveLength(0);
  });

  it('where the vehicle left, although it stood at a traffic light on the first 200 m', () => {
    const { trips } = tripsOf([...stand(0, 300, 0), ...drive(300, 0, 120), ...stand(310, 370, 120), ...drive(370, 120, 2000)]);
    expect(trips.map((trip) => seconds(trip.startedAtMs))).toEqual([300]);
    const { trips: yard } = tripsOf([
      ...stand(0, 300, 0),
      ...drive(300, 0, 120),
      ...stand(310, 900, 120),
      ...drive(900, 120, 2000),
    ]);
    expect(yard.map((trip) => seconds(trip.startedAtMs))).toEqual([900]);
  });

  it('at the first fix of a vehicle that is driving when it is first heard of', () => {
    const { trips } = tripsOf(drive(0, 0, 3000));
    expect(trips.map((trip) => seconds(trip.startedAtMs))).toEqual([0]);
  });

  it('not by the engine', () => {
    const parked = stand(0, 600, 0, { ignitionOn: false });
    const warming = stand(610, 1200, 0, { ignitionOn: true, obd: { rpm: 900, speedKph: 0 } });
    expect(tripsOf([...parked, ...warming]).trips).toHaveLength(0);
  });

  it('for a vehicle that is carried, since it moves', () => {
    const ferry = drive(300, 0, 5000, 20, { ignitionOn: false });
    expect(tripsOf([...stand(0, 300, 0, { ignitionOn: false }), ...ferry]).trips).toHaveLength(1);
  });
});

describe('A trip ends', () => {
  const out = [...stand(0, 300, 0), ...drive(300, 0, 3000)];
  const arrivedAt = 500;

  it('when the vehicle has stayed for 180 s, at the time and place at which it arrived', () => {
    const readings = [...out, ...stand(510, 1000, 3010)];
    const before = readings.filter((one) => seconds(one.atMs)! < 670);
    expect(tripsOf(before).trips[0]).toMatchObject({ endedAtMs: null });
    const { trips, state } = tripsOf(readings);
    expect(trips).toHaveLength(1);
    expect(seconds(trips[0]!.endedAtMs)).toBe(510);
    expect(distanceM(place(3010), { latitude: trips[0]!.endLatitude!, longitude: trips[0]!.endLongitude! })).toBeLessThan(1);
    expect(trips[0]).toMatchObject({ durationSeconds: 210, distanceSource: 'gps', usageType: 'business', idleSeconds: null });
    expect(trips[0]!.distanceKm).toBeCloseTo(3.01, 2);
    expect(state.trips.trip).toBeNull();
  });

  it('not at a traffic light, nor in a queue that goes on', () => {
    const light = [...out, ...stand(510, 600, 3010), ...drive(610, 3010, 6000), ...stand(830, 1300, 6010)];
    expect(tripsOf(light).trips.map((trip) => [seconds(trip.startedAtMs), seconds(trip.endedAtMs)])).toEqual([[300, 830]]);
  });

  it('where it began, if it returned: a round trip is a trip', () => {
    const { trips } = tripsOf([...out, ...drive(510, 3000, 0), ...stand(720, 1200, 0)]);
    expect(trips).toHaveLength(1);
    expect(trips[0]!.distanceKm).toBeCloseTo(6, 1);
    expect(seconds(trips[0]!.endedAtMs)).toBe(720);
  });

  it('a minute after the engine was switched off, also if nothing is heard any more', () => {
    const off = [
      ...out,
      reading(510, place(3005), { speedKph: 0, ignitionOn: true }),
      reading(520, place(3005), { speedKph: 0, ignitionOn: false }),
    ];
    const { due } = tripsOf(off);
    expect(seconds(due)).toBe(580);
    expect(tripsOf(off, { untilS: 579 }).trips[0]!.endedAtMs).toBeNull();
    const { trips, due: after } = tripsOf(off, { untilS: 580 });
    expect(seconds(trips[0]!.endedAtMs)).toBe(510);
    expect(after).toBeNull();
  });

  it('not while the engine rests at a traffic light and starts again', () => {
    const light = [
      ...out,
      ...stand(510, 560, 3005, { obd: { rpm: 0, speedKph: 0 } }),
      ...drive(565, 3005, 5000, 54, { obd: { rpm: 1800, speedKph: 54 } }),
    ];
    expect(tripsOf(light).trips.map((trip) => trip.endedAtMs)).toEqual([null]);
    const impatient = tripsOf(light, { rules: { trips: { ignitionOffSeconds: 20 } } });
    expect(impatient.trips).toHaveLength(2);
  });

  it('at once where the vehicle stands with its engine off, and the next one begins at the same place', () => {
    const parked = stand(510, 640, 3005, { ignitionOn: false });
    const { trips } = tripsOf([...out, ...parked, ...drive(640, 3005, 5000, 54, { ignitionOn: true })]);
    expect(trips.map((trip) => [seconds(trip.startedAtMs), seconds(trip.endedAtMs)])).toEqual([
      [300, 510],
      [640, null],
    ]);
  });

  it('at its last fix when nothing is heard for more than an hour', () => {
    expect(tripsOf(out, { untilS: arrivedAt + 3600 }).trips[0]!.endedAtMs).toBeNull();
    const { trips } = tripsOf(out, { untilS: arrivedAt + 3601 });
    expect(seconds(trips[0]!.endedAtMs)).toBe(arrivedAt);
    expect(trips[0]!.distanceKm).toBeCloseTo(3, 2);
  });

  it('not in a shorter silence, which is part of it', () => {
    const tunnel = [...out, ...drive(arrivedAt + 3600, 40_000, 43_000), ...stand(arrivedAt + 3900, arrivedAt + 4300, 43_000)];
    const { trips } = tripsOf(tunnel);
    expect(trips).toHaveLength(1);
    expect(trips[0]!.distanceKm).toBeCloseTo(43, 1);
  });

  it('before a silence of over an hour that covered ground; the next begins at the first fix after it', () => {
    const later = arrivedAt + 3602;
    const { trips } = tripsOf([...out, ...drive(later, 40_000, 43_000)]);
    expect(trips.map((trip) => [seconds(trip.startedAtMs), seconds(trip.endedAtMs)])).toEqual([
      [300, arrivedAt],
      [later, null],
    ]);
    expect(tripsOf([...out, ...stand(later, later + 900, 40_000)]).trips).toHaveLength(1);
  });

  it('in a silence at a stop, too: who was carried off unseen made no trip', () => {
    const { trips } = tripsOf([...stand(0, 300, 0), ...stand(8000, 9000, 40_000)]);
    expect(trips).toHaveLength(0);
  });

  it('not while its own speedometer says that it drives, whatever the receiver repeats in a tunnel', () => {
    const stuck = Array.from({ length: 40 }, (_, i) => reading(510 + i * 10, place(3000), { obd: { speedKph: 60 } }));
    expect(tripsOf([...out, ...stuck, ...drive(910, 9000, 12_000)]).trips.map((trip) => trip.endedAtMs)).toEqual([null]);
  });
});
