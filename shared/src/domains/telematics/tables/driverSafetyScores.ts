import { day, decimal, integer, jsonb, measure, reference } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const driverSafetyScores = tenantTable('driver_safety_scores', {
  comment: 'How safely drivers drove, day by day: what they drove, what happened, and the score that follows from it.',
  audit: { none: 'follows from trips and driver behaviour events' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: {
    driverId: reference('driver_id').notNull(),
    day: day('day').notNull(),
    distanceKm: measure('distance_km').notNull(),
    drivingSeconds: integer('driving_seconds').notNull(),
    eventCounts: jsonb('event_counts').notNull(),
    score: decimal('score', 5, 2).notNull(),
    formulaVersion: integer('formula_version').notNull(),
  },
  describe: {
    day: "In the time zone of the organisation's rules.",
    distanceKm: 'Of trips that have ended; a trip over midnight counts on both days by its time.',
    drivingSeconds: 'Duration of these trips without idling.',
    eventCounts: 'Number of events by kind and severity: {"harsh_braking": {"minor": 2, "moderate": 0, "severe": 0}, …}.',
    score: '0 (worst) to 100; docs/safety-score.md has the formula.',
    formulaVersion: 'Which formula made the score.',
  },
  unique: [['driverId', 'day']],
  references: { driverId: { table: 'drivers', onDelete: 'cascade' } },
  indexes: [['day', 'score']],
  checks: {
    exposure: sql`distance_km >= 0 and driving_seconds >= 0`,
    score_range: sql`score between 0 and 100`,
    counts_object: sql`jsonb_typeof(event_counts) = 'object'`,
  },
});
