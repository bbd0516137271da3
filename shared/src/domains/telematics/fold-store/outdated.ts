/** Whether somebody else has folded, or rules, fences or drivers have changed, since what was computed from. */
export function isOutdated(error: unknown): boolean {
  const { code, constraint = '' } = error as { code?: string; constraint?: string };
  // A fence or a driver that a derived row names was deleted meanwhile. Without the vehicle the facts themselves cannot be stored.
  return code === 'WH409' || (code === '23503' && !constraint.endsWith('_vehicle_id_fkey'));
}

/** Whether a fact that was taken for new was stored already: a message came again. */
export function isThereAlready(error: unknown): boolean {
  return (error as { code?: string }).code === '23505';
}
