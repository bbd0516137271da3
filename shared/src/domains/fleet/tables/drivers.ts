import { boolean, day, decimal, integer, money, oneOf, reference, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const employmentStatuses = ['active', 'inactive', 'on_leave', 'terminated'] as const;
export type EmploymentStatus = (typeof employmentStatuses)[number];

export const driverCategories = ['private', 'fleet', 'owner_operator'] as const;

export const drivers = tenantTable('drivers', {
  comment: 'People who drive, with licence, certificates and employment.',
  audit: 'changes',
  masked: ['licenseNumber', 'payRatePerHour', 'emergencyContactPhone'],
  columns: {
    userId: reference('user_id').notNull(),
    employeeId: varchar('employee_id', { length: 20 }).notNull(),
    category: oneOf('category', driverCategories).notNull().default('fleet'),
    licenseNumber: varchar('license_number', { length: 50 }).notNull(),
    licenseClass: varchar('license_class', { length: 10 }).notNull(),
    licenseExpiryDate: day('license_expiry_date').notNull(),
    // Six characters rather than two: ISO 3166-2 codes (`NG-LA`) for licences from outside one country.
    licenseState: varchar('license_state', { length: 6 }).notNull(),
    cdlEndorsed: boolean('cdl_endorsed').notNull().default(false),
    hazmatCertified: boolean('hazmat_certified').notNull().default(false),
    certificationExpiry: day('certification_expiry'),
    hireDate: day('hire_date').notNull(),
    employmentStatus: oneOf('employment_status', employmentStatuses).notNull().default('active'),
    payRatePerHour: money('pay_rate_per_hour', 8),
    currency: varchar('currency', { length: 3 }).notNull().default('USD'),
    totalDeliveries: integer('total_deliveries').notNull().default(0),
    successfulDeliveries: integer('successful_deliveries').notNull().default(0),
    averageRating: decimal('average_rating', 3, 2).notNull().default(0),
    safetyScore: decimal('safety_score', 5, 2).notNull().default(100),
    emergencyContactName: varchar('emergency_contact_name', { length: 100 }),
    emergencyContactPhone: varchar('emergency_contact_phone', { length: 20 }),
    emergencyContactRelationship: varchar('emergency_contact_relationship', { length: 50 }),
    isAvailable: boolean('is_available').notNull().default(true),
    currentVehicleId: reference('current_vehicle_id'),
  },
  describe: {
    userId: 'The account that the driver signs in with.',
    category: 'private: own car; fleet: employed; owner_operator: own vehicle under contract.',
    licenseNumber: 'In upper case.',
    licenseClass:
      'As printed on the licence, in upper case: A, B, C, D, M or a combination (CM); elsewhere than in the US the local classes.',
    licenseExpiryDate: 'Last day on which the licence is valid.',
    licenseState: 'Issuing state or subdivision: TX, or an ISO 3166-2 code such as NG-LA.',
    cdlEndorsed: 'Holds a commercial driver licence (49 CFR 383).',
    certificationExpiry: 'Last day of the hazardous-materials certificate.',
    currency: 'ISO 4217 code of the pay rate.',
    averageRating: '0 to 5.',
    safetyScore: '0 (worst) to 100.',
    isAvailable: 'Wants work now; set by the driver or a dispatcher.',
    currentVehicleId: 'Vehicle of the assignment in force now; kept by the assignment verbs and fleet.applyAssignments.',
  },
  unique: ['userId', 'employeeId', 'licenseNumber'],
  references: { userId: 'users', currentVehicleId: 'vehicles' },
  indexes: [['employmentStatus'], ['licenseExpiryDate'], ['currentVehicleId']],
  checks: {
    license_number_upper: sql`license_number = upper(license_number)`,
    currency_code: sql`currency ~ '^[A-Z]{3}$'`,
    pay_rate_positive: sql`pay_rate_per_hour >= 0`,
    deliveries: sql`total_deliveries >= successful_deliveries and successful_deliveries >= 0`,
    rating_range: sql`average_rating between 0 and 5`,
    safety_score_range: sql`safety_score between 0 and 100`,
  },
});
