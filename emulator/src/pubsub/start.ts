import { startEmbeddedPubSub } from './embedded/server.ts';
import { findOfficialPubSub } from './find-official.ts';
import { type RunningPubSub, startOfficialPubSub } from './official.ts';

/** The two servers of the local cloud. */
export type PubSubFlavour = 'official' | 'embedded';

export interface PubSubOptions {
  /** `auto`: the official emulator where it is installed, else the embedded server. */
  flavour: 'auto' | PubSubFlavour;
  projectId: string;
  /** 0 or absent: any free port. */
  port?: number;
  log?: (line: string) => void;
}

/**
 * Starts Pub/Sub. Clients reach it with `new PubSub({ projectId, apiEndpoint: host, emulatorMode: true })` or PUBSUB_EMULATOR_HOST=host.
 *
 * @throws Error where the flavour asked for is not installed or the port is taken
 */
export async function startPubSub(options: PubSubOptions): Promise<RunningPubSub & { flavour: PubSubFlavour }> {
  const { flavour, ...rest } = options;
  const found = flavour === 'embedded' ? undefined : await findOfficialPubSub();
  if (flavour === 'official' || found)
    return { flavour: 'official', ...(await startOfficialPubSub({ ...rest, ...(found && { found }) })) };
  return { flavour: 'embedded', ...(await startEmbeddedPubSub(rest)) };
}
