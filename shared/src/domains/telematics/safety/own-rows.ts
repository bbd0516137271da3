import { isAllowed } from '../../../auth/permissions.ts';
import type { Principal } from '../../../resource/principal.ts';

/** Whether the caller, who may call a verb with `driver.read_own`, may see no other driver. */
export function seesOwnOnly(principal: Principal): boolean {
  return !isAllowed(principal, 'driver.read');
}
