import type { Mid } from '../../protocol/model/ids.ts';
import type { Connection } from '../../protocol/wire/panel.ts';
import type { OutboxKeep } from '../../client/keep.ts';
import type { Credential, Session, SessionEvent, SessionOptions } from '../../client/session.ts';
import type { Origin } from './address.ts';
import type { Tokens } from './tokens.ts';
import { type World, surroundingsOf } from './ws-socket.ts';

/** A bridge, and what proves to it who we are. */
export interface Bridge {
  readonly origin: Origin;
  readonly credential: Credential;
}

/** This window's connection to a bridge: at most one session at a time. */
export interface Uplink {
  /** Begins a session, in place of the one before. */
  open(bridge: Bridge): void;
  /** Ends the session, if there is one. */
  close(): void;
  session(): Session | undefined;
  bridge(): Bridge | undefined;
  connection(): Connection;
}

export interface UplinkOptions {
  readonly createSession: (options: SessionOptions) => Session;
  readonly world: World;
  readonly device: SessionOptions['device'];
  readonly mid: () => Mid;
  readonly counter: () => number;
  readonly tokens: Tokens;
  /** Has the bridge forget a token in whose place another has been bought. */
  readonly retire: (bridge: Bridge) => Promise<unknown>;
  readonly keepFor: (origin: Origin) => OutboxKeep;
  /** Told of what the present session tells: one that was closed tells nothing any more. */
  readonly tell: (event: SessionEvent) => void;
  /** Told when a session begins, and with undefined when it is closed. */
  readonly attach: (session: Session | undefined) => void;
  readonly failed: (error: unknown) => void;
  readonly log: (note: string) => void;
}

const localWaitMs = 1_000;

export function createUplink(options: UplinkOptions): Uplink {
  let current: { readonly bridge: Bridge; readonly session: Session } | undefined;
  const close = (): void => {
    const former = current?.session;
    current = undefined;
    former?.close();
  };
  return {
    open(bridge) {
      const { origin, credential } = bridge;
      close();
      const look = watchToken(options, origin, credential);
      const session = options.createSession({
        surroundings: surroundingsOf(origin, options.world),
        credential,
        device: options.device,
        keep: options.keepFor(origin),
        mid: options.mid,
        counter: options.counter,
        log: options.log,
        // A bridge on this machine has few clients, so they need not spread.
        ...(origin.startsWith('http:') && { firstWaitMs: localWaitMs }),
        tell(event) {
          look(event);
          options.tell(event);
        },
      });
      current = { bridge, session };
      options.attach(session);
      session.start();
    },
    close() {
      if (!current) return;
      close();
      options.attach(undefined);
    },
    session: () => current?.session,
    bridge: () => current?.bridge,
    connection: () => current?.session.connection() ?? { state: 'unpaired' },
  };
}

/** Keeps the token that a code has bought, and deletes the one that the bridge does not accept any more. */
function watchToken({ tokens, retire, failed }: UplinkOptions, origin: Origin, credential: Credential) {
  let token = 'token' in credential ? credential.token : undefined;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): void => {
    last = last.then(work).catch(failed);
  };
  return (event: SessionEvent): void => {
    if (event.type === 'token') {
      const bought = event.token;
      token = bought;
      inTurn(async () => {
        const former = await tokens.of(origin);
        await tokens.keep(origin, bought);
        // Nobody would hold it any more, and the bridge would still let it in.
        if (former !== undefined && former !== bought) await retire({ origin, credential: { token: former } });
      });
    }
    if (event.type !== 'connection' || event.connection.state !== 'unpaired' || token === undefined) return;
    const refused = token;
    inTurn(() => tokens.drop(origin, refused));
  };
}
