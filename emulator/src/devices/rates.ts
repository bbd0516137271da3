/** How a fleet is driven: how often each thing happens. Zero: never. */
export interface DrivingRates {
  /** Traffic lights, deliveries: under a minute with the engine on; an hour of driving. */
  stopsPerHour: number;
  /** Standing for minutes with the engine on; an hour of driving. */
  idlesPerHour: number;
  /** Parking with the engine off; an hour of driving. */
  parksPerHour: number;
  harshBrakingsPerHour: number;
  harshAccelerationsPerHour: number;
  harshCorneringsPerHour: number;
  /** Episodes of one to four minutes, on straights up to half faster than the road is driven; an hour of driving. */
  speedingsPerHour: number;
  tunnelsPerHour: number;
  /** Trouble codes that appear, and clear some hours of driving later; an hour of driving. */
  troubleCodesPerHour: number;
  /** An hour of parking. */
  fuelTheftsPerHour: number;
}

/** What goes wrong between a vehicle and the cloud. Zero: never. */
export interface FaultRates {
  /** Minutes in which the position at rest wanders; an hour at rest. */
  jittersPerHour: number;
  /** Single fixes tens of kilometres off; an hour. */
  outliersPerHour: number;
  /** Minutes without a fix, in which a device reports 0°, 0°; an hour. */
  noFixesPerHour: number;
  /** Half an hour to six hours without network; an hour. */
  offlinesPerHour: number;
  /** Share of those after which the newest batches come first. */
  newestFirst: number;
  /** Share of batches that are delivered again within five minutes. */
  duplicateBatches: number;
  /** Share of batches that are held up, and overtaken by later ones. */
  lateBatches: number;
  /** The longest that those are held up. */
  longestLatenessSeconds: number;
  /** Share of devices whose clock is off by a constant of up to ten minutes. */
  skewedClocks: number;
  /** Share of devices whose clock is 26 hours to a year ahead: what they send is refused. */
  clocksAhead: number;
}

/** What the devices of a fleet can do. */
export interface DeviceShares {
  /** Share of devices connected to the engine's computer. */
  withObd: number;
  /** Share of devices that send nothing while parked; the others report every quarter of an hour. */
  silentWhenParked: number;
}

/** A fleet on an ordinary day. */
export const ordinaryDriving: DrivingRates = {
  stopsPerHour: 20,
  idlesPerHour: 0.6,
  parksPerHour: 0.5,
  harshBrakingsPerHour: 0.3,
  harshAccelerationsPerHour: 0.3,
  harshCorneringsPerHour: 0.3,
  speedingsPerHour: 0.5,
  tunnelsPerHour: 0.3,
  troubleCodesPerHour: 0.02,
  fuelTheftsPerHour: 0.02,
};

/** Nothing but driving, stopping and parking. */
export const calmDriving: DrivingRates = {
  ...ordinaryDriving,
  harshBrakingsPerHour: 0,
  harshAccelerationsPerHour: 0,
  harshCorneringsPerHour: 0,
  speedingsPerHour: 0,
  tunnelsPerHour: 0,
  troubleCodesPerHour: 0,
  fuelTheftsPerHour: 0,
};

/** Devices mostly healthy, and now and then each fault. */
export const ordinaryFaults: FaultRates = {
  jittersPerHour: 0.5,
  outliersPerHour: 0.05,
  noFixesPerHour: 0.02,
  offlinesPerHour: 0.003,
  newestFirst: 0.3,
  duplicateBatches: 0.005,
  lateBatches: 0.01,
  longestLatenessSeconds: 600,
  skewedClocks: 0.05,
  clocksAhead: 0.002,
};

/** Every reading arrives once, in order and right. */
export const noFaults: FaultRates = {
  jittersPerHour: 0,
  outliersPerHour: 0,
  noFixesPerHour: 0,
  offlinesPerHour: 0,
  newestFirst: 0,
  duplicateBatches: 0,
  lateBatches: 0,
  longestLatenessSeconds: 0,
  skewedClocks: 0,
  clocksAhead: 0,
};

export const ordinaryDevices: DeviceShares = { withObd: 0.8, silentWhenParked: 0.3 };
