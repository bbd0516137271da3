import { activeCodes } from '@wheelhouse/shared/domains/telematics/fold/engine/component.ts';
import { expect, it } from 'vitest';
import { brief, environmentWith, foldOf, reading, start } from './support.ts';

const environment = environmentWith({ connectivity: { offlineAfterSeconds: 604_800, parkedOfflineAfterSeconds: 604_800 } });
const look = (seconds: number, ...dtcCodes: string[]) => reading(seconds, { obd: { dtcCodes } });
const outcome = (...readings: Parameters<typeof foldOf>[0]) => {
  const { state, events } = foldOf(readings, { environment });
  return { events, active: activeCodes(state.engine) };
};

it('A code that is newly listed has appeared, with what it means and how severe it is', () => {
  const { events, active } = outcome(look(0), look(60, 'P0301'), look(120, 'P0301', 'P0455'));
  expect(brief(events, 'code', 'description', 'severity')).toEqual([
    ['trouble_code_appeared', 60, 'P0301', 'Misfire on cylinder 1', 'severe'],
    ['trouble_code_appeared', 120, 'P0455', 'Evaporative emission system: large leak', 'minor'],
  ]);
  expect(active).toEqual(['P0301', 'P0455']);
});

it('A code is cleared as of the first look that did not find it, once a look ten minutes later does not find it either', () => {
  const readings = [look(0, 'P0301'), look(600), look(900), look(1_200)];
  expect(outcome(...readings.slice(0, 3))).toMatchObject({ active: ['P0301'], events: [{}] });
  const { events, active } = outcome(...readings);
  expect(brief(events, 'code', 'durationSeconds', 'detectedAtMs')).toEqual([
    ['trouble_code_appeared', 0, 'P0301', null, start],
    ['trouble_code_cleared', 600, 'P0301', 600, start + 1_200_000],
  ]);
  expect(active).toEqual([]);
});

it('A code that flickers stays one', () => {
  const { events, active } = outcome(look(0, 'P0301'), look(300), look(600, 'P0301'), look(900), look(1_400, 'P0301'));
  expect(brief(events)).toEqual([['trouble_code_appeared', 0]]);
  expect(active).toEqual(['P0301']);
});

it('A code that comes back after it was cleared appears again', () => {
  const { events } = outcome(look(0, 'P0301'), look(600), look(1_200), look(1_800, 'P0301'));
  expect(brief(events).map(([type]) => type)).toEqual(['trouble_code_appeared', 'trouble_code_cleared', 'trouble_code_appeared']);
});

it('Nobody looked, looked and found none, and a reading without a look are three different things', () => {
  expect(outcome(reading(0, { obd: { rpm: 800 } })).active).toBeNull();
  expect(outcome(look(0)).active).toEqual([]);
  expect(outcome(look(0, 'P0301'), reading(6_000, { obd: { rpm: 800 } }), reading(9_000)).active).toEqual(['P0301']);
});

it('Codes are listed once, and a vehicle with very many keeps the first thirty', () => {
  const many = Array.from({ length: 40 }, (_, i) => `P1${String(i).padStart(3, '0')}`);
  const { events, active } = outcome(look(0, 'P0301', 'P0301'), look(60, 'P0301', ...many), look(120, 'P0301', ...many));
  expect(active).toEqual(['P0301', ...many.slice(0, 29)]);
  expect(events).toHaveLength(30);
});
