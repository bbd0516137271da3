import { boolean, integer, reference, timestamptz, uuid, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const locationShares = tenantTable('location_shares', {
  comment: 'Links that show people without an account where one vehicle is, for a while.',
  audit: { none: 'each look changes it; that somebody shared or revoked it is recorded as an act' },
  masked: ['tokenHash'],
  columns: {
    vehicleId: reference('vehicle_id').notNull(),
    // No foreign keys: a trip that is withdrawn or a route that is deleted ends the link and is not held by it.
    tripId: uuid('trip_id'),
    routeId: uuid('route_id'),
    label: varchar('label', { length: 200 }),
    tokenHash: varchar('token_hash', { length: 64 }).notNull(),
    showsName: boolean('shows_name').notNull().default(false),
    showsEta: boolean('shows_eta').notNull().default(false),
    showsTrail: boolean('shows_trail').notNull().default(false),
    expiresAt: timestamptz('expires_at').notNull(),
    revokedAt: timestamptz('revoked_at'),
    revokedByUserId: reference('revoked_by_user_id'),
    createdByUserId: reference('created_by_user_id'),
    viewCount: integer('view_count').notNull().default(0),
    lastViewedAt: timestamptz('last_viewed_at'),
  },
  describe: {
    tripId: 'The link works while this trip goes on.',
    routeId: 'The link works until this route has ended, and shows the vehicle while it is driven.',
    label: 'What the viewer reads above the map.',
    tokenHash: 'SHA-256 of the secret in hex, which is 256 random bits.',
    showsName: 'The viewer sees what the vehicle is called.',
    showsEta: 'The viewer sees when the route that is being driven will end.',
    showsTrail: 'The viewer sees where the vehicle was since it was shared.',
    viewCount: 'How often it was looked at.',
  },
  references: { vehicleId: 'vehicles', revokedByUserId: 'users', createdByUserId: 'users' },
  unique: ['tokenHash'],
  indexes: [['vehicleId', '-createdAt'], ['expiresAt'], ['createdByUserId'], ['revokedByUserId']],
  checks: {
    one_subject: sql`trip_id is null or route_id is null`,
    views_counted: sql`(view_count = 0) = (last_viewed_at is null)`,
  },
});
