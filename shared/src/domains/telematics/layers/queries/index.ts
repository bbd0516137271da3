export { type Corridor, candidatesSql, corridor } from './corridor.ts';
export { decodeCursor, encodeCursor } from './cursor.ts';
export { type Around, nearest, nearestSql } from './nearest.ts';
export type { Found } from './record.ts';
