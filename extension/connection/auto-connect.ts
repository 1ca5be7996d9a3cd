import type { RepositoryId } from '../../protocol/model/ids.ts';
import type { Origin } from './address.ts';
import { bridgeOf } from './choice.ts';
import type { LocalBridge } from './state-file.ts';
import type { Bridge, Uplink } from './uplink.ts';

export interface AutoConnectOptions {
  readonly uplink: Uplink;
  /** Whether anything may be sent from this window now, and the user has not disconnected. */
  readonly may: () => boolean;
  readonly configured: () => Origin | undefined;
  readonly last: () => Origin | undefined;
  readonly repositories: () => readonly RepositoryId[];
  readonly local: () => Promise<readonly LocalBridge[]>;
  readonly tokenOf: (origin: Origin) => Promise<string | undefined>;
  readonly failed: (error: unknown) => void;
}

/**
 * Connects without being asked, where there is a bridge to connect to. Call the answer when that may have changed; it resolves once
 * all was looked at. A session that stands is left alone; one that does not is replaced only where the bridge has moved, or has another token now.
 */
export function createAutoConnect(options: AutoConnectOptions): () => Promise<void> {
  let [busy, again] = [false, false];
  const look = async (): Promise<void> => {
    again = true;
    if (busy) return;
    busy = true;
    while (takeTurn()) await once(options).catch(options.failed);
    busy = false;
  };
  const takeTurn = (): boolean => {
    const turn = again;
    again = false;
    return turn;
  };
  return look;
}

async function once({ uplink, may, ...options }: AutoConnectOptions): Promise<void> {
  const idle = (): boolean => may() && !['online', 'connecting'].includes(uplink.connection().state);
  if (!idle()) return;
  const bridge = await bridgeOf({
    configured: options.configured(),
    last: options.last(),
    repositories: options.repositories(),
    local: await options.local(),
    tokenOf: options.tokenOf,
  });
  if (bridge && idle() && isNew(bridge, uplink.bridge())) uplink.open(bridge);
}

function isNew({ origin, credential }: Bridge, present: Bridge | undefined): boolean {
  if (present?.origin !== origin) return true;
  // A code was swapped for the token that is kept now, so there is nothing new in that.
  return 'token' in present.credential && 'token' in credential && present.credential.token !== credential.token;
}
