import type { fuelTypes, VehicleType } from '../../fleet/tables/index.ts';

export type FuelType = (typeof fuelTypes)[number];

/** What is known of a vehicle's thirst. */
export type FuelProfile = {
  vehicleType?: VehicleType | null | undefined;
  fuelType?: FuelType | null | undefined;
  /** Measured consumption, where the fleet knows it. */
  litresPer100Km?: number | undefined;
};

/** Fuel by distance, speed and load. */
export type FuelModel = {
  /** Litres that the empty vehicle burns over a distance at a steady speed. */
  litres(metres: number, speedKph: number): number;
  /** Litres more over a distance for each kilogram on board. */
  litresPerKg(metres: number): number;
};

type Build = { mpg: number; curbKg: number; dragAreaM2: number; engineKw: number };

/**
 * mpg: average fuel economy in miles per US gallon of gasoline or its equivalent, by category (US Department of Energy, Alternative
 * Fuels Data Center, chart 10310: car 24.2, light truck or van 17.5, delivery truck 6.5, transit bus 3.26, motorcycle 44). The rest
 * is the shape over speed and load. The delivery truck's is that of Demir, Bektaş and Laporte (2012, "An adaptive large neighborhood
 * search heuristic for the pollution-routing problem", table 2: 6,350 kg, drag 0.7 on 3.912 m², engine friction 0.2 kJ a revolution
 * and litre x 33 revolutions a second x 5 litres); the others are scaled by displacement, mass and front of a typical vehicle.
 */
const truck: Build = { mpg: 6.5, curbKg: 6350, dragAreaM2: 2.74, engineKw: 33 };
const van: Build = { mpg: 17.5, curbKg: 2100, dragAreaM2: 1.4, engineKw: 14.5 };
const car: Build = { mpg: 24.2, curbKg: 1500, dragAreaM2: 0.66, engineKw: 11.9 };
const builds: Record<VehicleType, Build> = {
  truck,
  trailer: truck,
  van,
  pickup: van,
  suv: van,
  car,
  bus: { mpg: 3.26, curbKg: 12_000, dragAreaM2: 4.9, engineKw: 46 },
  motorcycle: { mpg: 44, curbKg: 220, dragAreaM2: 0.4, engineKw: 4 },
  bicycle: { mpg: Number.POSITIVE_INFINITY, curbKg: 15, dragAreaM2: 0.5, engineKw: 0 },
};

/**
 * Litres of the fuel for the energy of one litre of gasoline: diesel holds 113 % and propane 73 % of it (Alternative Fuels Data
 * Center, fuel properties). Electric vehicles are counted in litres of gasoline equivalent: 77 % of their energy reaches the wheels
 * against 12 to 30 % (fueleconomy.gov), so they need about 0.27 of it. A hybrid's saving depends on the trip and is left out.
 */
const litresOfFuel: Record<FuelType, number> = { gasoline: 1, diesel: 1 / 1.13, propane: 1 / 0.73, hybrid: 1, electric: 0.27 };

const litresPer100KmOfMpg = 235.215;
const referenceKph = 50;
const gravity = 9.81;
const rollingResistance = 0.01;
const airDensity = 1.2041;
/** Efficiency of the drive train (0.4) and of the engine (0.9), and newtons to kilojoules a metre: Demir et al., table 2. */
const kilojoulesPerNewtonMetre = 1 / (1000 * 0.4 * 0.9);

/**
 * Energy a metre = engine friction / speed + (curb mass + load) x g x rolling resistance + half the air's density x drag area x
 * speed² (the comprehensive modal emission model of Barth, Younglove and Scora 2005 on a level road without acceleration), scaled so
 * that the empty vehicle at 50 km/h burns its average consumption. So crawling and racing both cost more, and so does weight. An
 * electric motor has no friction to speak of while it crawls.
 */
export function fuelModel({ vehicleType, fuelType, litresPer100Km }: FuelProfile): FuelModel {
  const build = builds[vehicleType ?? 'van'];
  const engineKw = fuelType === 'electric' ? 0 : build.engineKw;
  const perKg = gravity * rollingResistance * kilojoulesPerNewtonMetre;
  const energy = (speedKph: number) => {
    const speed = speedKph / 3.6;
    return engineKw / speed + build.curbKg * perKg + 0.5 * airDensity * build.dragAreaM2 * speed ** 2 * kilojoulesPerNewtonMetre;
  };
  const average = litresPer100Km ?? (litresPer100KmOfMpg / build.mpg) * litresOfFuel[fuelType ?? 'gasoline'];
  const litresPerKilojoule = average / 100_000 / energy(referenceKph);
  return {
    litres: (metres, speedKph) => metres * energy(speedKph) * litresPerKilojoule,
    litresPerKg: (metres) => metres * perKg * litresPerKilojoule,
  };
}
