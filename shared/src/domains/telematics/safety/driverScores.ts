import type { Tx } from '../../../db/scope.ts';
import type { DriverSafetyScoreChanged } from './events.ts';
import { scoreDays } from './score.ts';

type Changed = { id: string; safety_score: number; previous: number };

/**
 * Makes the score of every driver the mean of the last `scoreDays` days (`meanScore`). Who drove nothing in them keeps theirs.
 *
 * @returns how many drivers have another score now
 */
export async function updateDriverScores(tx: Tx, today: string): Promise<number> {
  const changed = await tx.query<Changed>(
    `with means as (
       select driver_id, round(sum(score * distance_km::numeric) / sum(distance_km::numeric), 2) as score
       from driver_safety_scores
       where day > $1::date - $2::integer and day <= $1::date and distance_km > 0
       group by driver_id
     ), other as (
       select d.id, d.safety_score as previous, m.score
       from drivers d join means m on m.driver_id = d.id
       where d.safety_score is distinct from m.score
       order by d.id for no key update of d
     )
     update drivers d set safety_score = o.score from other o where d.id = o.id
     returning d.id, d.safety_score::float8 as safety_score, o.previous::float8 as previous`,
    [today, scoreDays],
  );
  for (const { id, safety_score, previous } of changed) {
    const data: DriverSafetyScoreChanged = { id, safetyScore: safety_score, previousSafetyScore: previous };
    tx.emit({ type: 'driver.safety_score_changed', subjectType: 'driver', subjectId: id, data });
  }
  return changed.length;
}
