import type { Session, SessionEvent } from '../client/session.ts';
import type { World } from './connection/ws-socket.ts';
import type { Uplink } from './connection/uplink.ts';
import type { Memory } from './memory.ts';
import type { Settings } from './settings.ts';
import type { Situation } from './situation.ts';
import type { Workspace } from './sources/workspace.ts';
import type { Time } from './views/words.ts';

/** A part of a window that follows what happens in it. It says nothing of its own accord before it is told or shown something. */
export interface Feature {
  /** Told after each change of how things stand. */
  show?(situation: Situation): void;
  /** Told of each event of the present session. */
  told?(event: SessionEvent): void;
  /** A session came, or went. */
  attach?(session: Session | undefined): void;
  dispose(): void;
}

/** What a feature may use of its window. */
export interface Around {
  readonly situation: () => Situation;
  readonly session: () => Session | undefined;
  /** Looks at everything again. */
  readonly refresh: () => void;
  readonly workspace: Workspace;
  readonly uplink: Uplink;
  readonly memory: Memory;
  readonly settings: Settings;
  readonly world: World;
  readonly time: Time;
  /** Hears of a failure that nobody asked about. */
  readonly failed: (error: unknown) => void;
}
