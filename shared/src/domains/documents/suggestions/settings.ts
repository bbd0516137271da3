import type { Tx } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import { settingValue } from '../../operations/settings/index.ts';
import type { DocumentClass } from '../tables/index.ts';

/** What the organisation lets the analysis decide by itself. */
export type Autonomy = {
  /** Links of at least this confidence are made. */
  autoLinkConfidence: number;
  /** Follow-ups of these classes are accepted from this confidence on. */
  autoAccept: Partial<Record<DocumentClass, number>>;
};

export async function autonomyOf(tx: Tx, { config }: Services): Promise<Autonomy> {
  const autoLinkConfidence = Number(
    await settingValue<number>(tx, config.wheelhouseEnvironment, 'documents.auto_link_confidence'),
  );
  const autoAccept = await settingValue<Autonomy['autoAccept']>(tx, config.wheelhouseEnvironment, 'documents.auto_accept');
  return { autoLinkConfidence, autoAccept: autoAccept ?? {} };
}

/** Language tag by which ambiguous dates and numbers are read. */
export function localeOf(tx: Tx, { config }: Services): Promise<string> {
  return settingValue<string>(tx, config.wheelhouseEnvironment, 'documents.locale');
}
