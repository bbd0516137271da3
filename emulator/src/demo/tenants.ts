/** A demo organisation: who runs it and what it drives. */
export type DemoTenant = {
  name: string;
  slug: string;
  placement: 'pooled' | 'dedicated';
  industry: string;
  administrator: { email: string; password: string; firstName: string; lastName: string };
  depot: { code: string; name: string; city: string; country: string; longitude: number; latitude: number; timezone: string };
  vehicles: {
    identifier: string;
    make: string;
    model: string;
    plate: string;
    vin: string;
    type: string;
    deviceId: string;
    /** Road that the simulator drives it on; without one it stands still, for readings of your own. */
    route?: string;
  }[];
};

/** Two organisations that cannot see each other, one in each placement. */
export const demoTenants: readonly DemoTenant[] = [
  {
    name: 'Northwind Logistics',
    slug: 'northwind-logistics',
    placement: 'pooled',
    industry: 'logistics',
    administrator: { email: 'ada@northwind.example', password: 'wheelhouse', firstName: 'Ada', lastName: 'Berg' },
    depot: {
      code: 'LKPG',
      name: 'Linköping terminal',
      city: 'Linköping',
      country: 'SE',
      longitude: 15.62,
      latitude: 58.41,
      timezone: 'Europe/Stockholm',
    },
    vehicles: [
      {
        identifier: 'NW-001',
        make: 'Volvo',
        model: 'FH16',
        plate: 'NWL 101',
        vin: 'YV2RT40A5GB742101',
        type: 'truck',
        deviceId: 'nw-tracker-001',
        route: 'linkoping-mjolby',
      },
      {
        identifier: 'NW-002',
        make: 'Scania',
        model: 'R450',
        plate: 'NWL 102',
        vin: 'YS2R4X20005399402',
        type: 'truck',
        deviceId: 'nw-tracker-002',
        route: 'return-to-linkoping',
      },
      {
        identifier: 'NW-003',
        make: 'Volkswagen',
        model: 'Transporter',
        plate: 'NWL 103',
        vin: 'WV1ZZZ7HZ8H123403',
        type: 'van',
        deviceId: 'nw-tracker-003',
        route: 'return-country-roads',
      },
      {
        identifier: 'NW-004',
        make: 'Volkswagen',
        model: 'Crafter',
        plate: 'NWL 104',
        vin: 'WV1ZZZSYZL9012404',
        type: 'van',
        deviceId: 'nw-tracker-004',
      },
    ],
  },
  {
    name: 'Pacific Private Cars',
    slug: 'pacific-private-cars',
    placement: 'dedicated',
    industry: 'ride hailing',
    administrator: { email: 'kofi@pacific.example', password: 'wheelhouse', firstName: 'Kofi', lastName: 'Mensah' },
    depot: {
      code: 'SMO',
      name: 'Santa Monica garage',
      city: 'Santa Monica',
      country: 'US',
      longitude: -118.49,
      latitude: 34.02,
      timezone: 'America/Los_Angeles',
    },
    vehicles: [
      {
        identifier: 'PP-001',
        make: 'Mercedes-Benz',
        model: 'V-Class',
        plate: '8PPC001',
        vin: 'WDF44781313270501',
        type: 'van',
        deviceId: 'pp-tracker-001',
        route: 'santa-monica',
      },
    ],
  },
];
