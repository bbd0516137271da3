import { decodeTroubleCode } from '../../trouble-codes/index.ts';
import type { Emit, StepContext } from '../component.ts';
import { placeOf, secondsBetween, vehicleEvent } from './row.ts';

/** The most codes that are watched at once; a vehicle with more has other worries. */
const maxCodes = 30;

/** A code that is active since a moment; `missingMs` is the first look that did not find it. */
type ActiveCode = readonly [code: string, sinceMs: number, missingMs: number | null];

/** Active codes in the order in which they appeared; null where nobody ever looked. */
export type CodesState = readonly ActiveCode[] | null;

const none: readonly ActiveCode[] = [];

/**
 * A code is new when it is first listed, and cleared when a look some time after the first that did not find it does not find it
 * either: control units that are just starting list nothing.
 */
export function stepCodes(state: CodesState, context: StepContext, emit: Emit): CodesState {
  const listed = context.reading.obd?.dtcCodes ?? null;
  if (listed === null) return state;
  const active = state ?? none;
  if (listed.length === 0 && active.length === 0) return active;
  const next: ActiveCode[] = [];
  for (const code of active) {
    const kept = keep(code, listed.includes(code[0]), context, emit);
    if (kept) next.push(kept);
  }
  for (const code of listed) {
    if (next.length >= maxCodes || next.some(([known]) => known === code)) continue;
    next.push([code, context.atMs, null]);
    emit(eventOf('trouble_code_appeared', code, context.atMs, context, null));
  }
  const isSame = next.length === active.length && next.every((code, i) => code === active[i]);
  return isSame ? active : next;
}

function keep(active: ActiveCode, isListed: boolean, context: StepContext, emit: Emit): ActiveCode | null {
  const [code, sinceMs, missingMs] = active;
  if (isListed) return missingMs === null ? active : [code, sinceMs, null];
  const goneMs = missingMs ?? context.atMs;
  if (context.atMs - goneMs < context.rules.engine.troubleCodeClearSeconds * 1000) {
    return missingMs === null ? [code, sinceMs, goneMs] : active;
  }
  emit(eventOf('trouble_code_cleared', code, goneMs, context, secondsBetween(sinceMs, goneMs)));
  return null;
}

function eventOf(
  eventType: 'trouble_code_appeared' | 'trouble_code_cleared',
  code: string,
  recordedAtMs: number,
  context: StepContext,
  durationSeconds: number | null,
) {
  const { description = null, severity = null } = decodeTroubleCode(code) ?? {};
  const what = { eventType, recordedAtMs, detectedAtMs: context.atMs, code, description, severity, durationSeconds };
  return vehicleEvent(context.vehicleId, placeOf(context), what, code);
}
