import type { Assumption } from './assumption.ts';
import { behaviour, usage } from './assumptions.ts';
import { type Pool, poolsOfFunctions } from './connections.ts';
import { costOf, primariesFor } from './cost.ts';
import { bytes, count, dollars, table } from './format.ts';
import { busyCores, connectionsFor, type Load, loadOf, storedBytes } from './load.ts';
import { asBuilt, type Mode, tuned } from './mode.ts';
import { limits, prices } from './prices.ts';
import { saturations } from './saturation.ts';

export const sizes = [1_000, 100_000, 10_000_000];

const loads = sizes.map(loadOf);
const modes: [string, Mode][] = [
  ['as built', asBuilt],
  ['tuned', tuned],
];
const head = (first: string) => [first, ...sizes.map((size) => `${count(size)} vehicles`)];
const both = (aDay: number, aSecond: number) => `${count(aDay)}, ${count(aSecond)}/s`;
const row = (name: string, of: (load: Load) => string) => [name, ...loads.map(of)];

/** Every generated part of docs/scale.md by its name. */
export const tables: Record<string, () => string> = {
  usage: () => inThrees(usage),
  behaviour: () => bySource(behaviour),
  prices: () => inThrees(prices),
  limits: () => bySource(limits),
  load: () =>
    table(head('a day; a second of the busiest minute'), [
      row('organisations', ({ tenants }) => count(tenants)),
      row('telemetry messages', (load) => both(load.messagesADay, load.messagesASecond)),
      row('readings', (load) => both(load.readingsADay, load.readingsASecond)),
      row('telemetry published a day', ({ telemetryBytesADay }) => bytes(telemetryBytesADay)),
      row('rows written a day, all tables of telemetry', ({ rowsADay }) => count(rowsADay)),
      row('write-ahead log a second', ({ walBytesASecond }) => bytes(walBytesASecond)),
      row('domain events', (load) => both(load.eventsADay, load.eventsASecond)),
      row('HTTP requests', (load) => both(load.requestsADay, load.requestsASecond)),
      row('runs of scheduled jobs', (load) => both(load.jobRunsADay, load.jobRunsASecond)),
      row('audit trail a day', ({ auditBytesADay }) => bytes(auditBytesADay)),
      row('documents a month', ({ documentsAMonth }) => count(documentsAMonth)),
      row('KMS operations a minute', ({ kmsAMinute }) => count(kmsAMinute)),
    ]),
  stored: () =>
    table(head('in PostgreSQL after a year'), [
      ...modes.map(([name, mode]) =>
        row(`readings of ${mode.factDays} days, ${name}`, (load) => bytes(storedBytes(load, mode).readings)),
      ),
      row(`events of ${behaviour.eventDays.value} days, history of jobs of ${behaviour.jobHistoryDays.value}`, (load) =>
        bytes(storedBytes(load, tuned).records),
      ),
      row('audit trail of a year', (load) => bytes(storedBytes(load, tuned).audit)),
      row('trips and other derived rows of a year', (load) => bytes(storedBytes(load, tuned).derived)),
      row('states of the fold, notes of handled events', (load) => bytes(storedBytes(load, tuned).fold)),
      row('passages of documents', (load) => bytes(storedBytes(load, tuned).documents)),
      ...modes.map(([name, mode]) => row(`all, ${name}`, (load) => bytes(storedBytes(load, mode).total))),
      row('more audit trail once it is as old as it may become', (load) =>
        bytes(load.auditBytesADay * behaviour.auditDays.value - storedBytes(load, tuned).audit),
      ),
    ]),
  cores: () =>
    table(head('needed in the busiest minute'), [
      row('busy cores of PostgreSQL', (load) => count(busyCores(load).server)),
      row('busy cores of telemetry-ingest', (load) => count(busyCores(load).ingest)),
      row('busy cores of HTTP functions', (load) => count(busyCores(load).requests)),
      row('connections of all functions', (load) => count(Math.ceil(connectionsFor(load)))),
      ...modes.map(([name, mode]) => row(`primaries, ${name}: by data, log, cores`, (load) => primariesOf(load, mode))),
    ]),
  connections,
  saturation: () =>
    table(
      ['component', 'limit', 'vehicles', 'shown by', 'next'],
      saturations().map(({ component, limit, vehicles, shows, next }) => [
        component,
        limit,
        count(Number(vehicles.toPrecision(2))),
        shows,
        next,
      ]),
    ),
  cost,
};

const withUnit = ({ value, unit }: Assumption) => `${value.toLocaleString('en-US', { maximumFractionDigits: 7 })} ${unit}`;

/** Assumptions of one source, three in a row. */
function inThrees(assumptions: Record<string, Assumption>): string {
  const cells = Object.values(assumptions).map((each) => `${each.is}: ${withUnit(each)}`);
  const rows = Array.from({ length: Math.ceil(cells.length / 3) }, (_, n) =>
    [0, 1, 2].map((column) => cells[3 * n + column] ?? ''),
  );
  return table(['assumed', '', ''], rows);
}

function bySource(assumptions: Record<string, Assumption>): string {
  const groups = Map.groupBy(Object.values(assumptions), ({ source }) => source);
  const rows = [...groups].map(([source, each]) => [source, each.map((one) => `${one.is}: ${withUnit(one)}`).join('; ')]);
  return table(['source', 'values'], rows);
}

function primariesOf(load: Load, mode: Mode): string {
  const { primaries, byData, byLog, byCores, coresEach } = primariesFor(load, mode);
  return `${primaries} of ${coresEach} cores: ${byData}, ${byLog}, ${byCores}`;
}

/** Functions with the same figures share a row. */
function connections(): string {
  const pools = poolsOfFunctions();
  const groups = Map.groupBy(pools, ({ maxInstances, connections: each }) => `${maxInstances} ${each}`);
  const rows = [...groups.values()].map((alike) => {
    const { maxInstances, connections: each } = alike[0] as Pool;
    return [alike.map(({ name }) => name).join(', '), String(maxInstances), String(each), String(each * alike.length)];
  });
  const sum = pools.reduce((total, pool) => total + pool.connections, 0);
  return table(['functions', 'instances each', 'connections each', 'together'], [...rows, ['all', '', '', String(sum)]]);
}

function cost(): string {
  const columns = loads.flatMap((load) => modes.map(([name, mode]) => ({ load, name, costs: costOf(load, mode) })));
  const names = Object.keys(columns[0]?.costs ?? {});
  const total = (costs: Record<string, number>) => Object.values(costs).reduce((sum, each) => sum + each, 0);
  return table(
    ['$ a month', ...columns.map(({ load, name }) => `${count(load.vehicles)} ${name}`)],
    [
      ...names.map((name) => [name, ...columns.map(({ costs }) => dollars(costs[name] ?? 0))]),
      ['all', ...columns.map(({ costs }) => dollars(total(costs)))],
      ['a vehicle', ...columns.map(({ load, costs }) => dollars(total(costs) / load.vehicles))],
    ],
  );
}
