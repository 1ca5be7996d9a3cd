import type { Outcome, Reply, Session } from '../client/session.ts';
import type { CardKey } from '../protocol/model/card.ts';
import type { Workflow } from '../protocol/model/workflow.ts';
import type { Connection } from '../protocol/wire/panel.ts';
import type { BridgeConnection } from './bridge-connection.ts';
import type { LocalBridge } from './connection/state-file.ts';
import type { Tokens } from './connection/tokens.ts';
import type { Bridge, Uplink } from './connection/uplink.ts';
import type { World } from './connection/ws-socket.ts';
import type { Memory } from './memory.ts';
import type { Perform } from './perform.ts';
import type { Settings } from './settings.ts';
import type { Situation } from './situation.ts';
import type { Sharing } from './sources/sharing.ts';
import type { Workspace } from './sources/workspace.ts';
import type { LogDocuments } from './views/log/document.ts';
import type { LogTerminals } from './views/log/terminal.ts';
import type { ReplyDocuments } from './views/documents/reply-document.ts';
import type { Time } from './views/words.ts';

/** All that a command may use, made in `window-services.ts` and handed on. */
export interface Services {
  readonly situation: () => Situation;
  /** Looks at everything again: call it after a change of the user's wishes. */
  readonly refresh: () => void;
  /** Connects, and resolves once it is known how that went. */
  readonly connect: (bridge: Bridge) => Promise<Connection>;
  /** The present session; undefined where no bridge is connected. */
  readonly session: () => Session | undefined;
  readonly workspace: Workspace;
  /** Shows the feed with what is about one branch alone, or everything, and begins a message with `write`. */
  readonly thread: (about: CardKey | null, write?: string) => void;
  /** Runs a line of the bot; refused where no bridge is connected. */
  readonly run: (line: string, about?: CardKey) => Promise<Outcome<Reply>>;
  /** Has something done at an engine of CI, by whichever hand the user has chosen. */
  readonly perform: Perform;
  /** What can be started for a branch; refused where no bridge is connected. */
  readonly workflows: (about: CardKey) => Promise<Outcome<readonly Workflow[]>>;
  /** Connects for one errand, beside the present session and seen by nobody. */
  readonly visit: BridgeConnection['visit'];
  /** The bridges of this user that run on this machine. */
  readonly localBridges: () => Promise<readonly LocalBridge[]>;
  readonly uplink: Uplink;
  readonly tokens: Tokens;
  readonly memory: Memory;
  readonly settings: Settings;
  readonly sharing: Sharing;
  readonly logs: LogDocuments;
  readonly terminals: LogTerminals;
  readonly replies: ReplyDocuments;
  readonly time: Time;
  readonly world: World;
}
