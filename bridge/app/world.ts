import type { RoomId } from '../../protocol/model/ids.ts';
import type { Policy } from '../domain/permission.ts';
import type { Accounts } from '../ports/accounts.ts';
import type { Bus } from '../ports/bus.ts';
import type { ChatLine, ChatPlatform } from '../ports/chat-platform.ts';
import type { CiProvider } from '../ports/ci-provider.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Forge } from '../ports/forge.ts';
import type { Hook } from '../ports/hook.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import type { Completing } from './complete/completing.ts';
import type { Linking } from './people/linking.ts';
import type { OpenRuns } from './ci/open-runs.ts';
import type { Refresher } from './ci/refresher.ts';
import type { Roster } from './people/roster.ts';
import type { RouteBook } from './routes/routes.ts';
import type { Routing } from './routes/routing.ts';
import type { Sources } from './ci/sources.ts';
import type { ChatLink } from './routes/why.ts';

/** Everything that a use case may reach, and nothing that names a vendor. */
export interface World {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly roster: Roster;
  readonly policy: Policy;
  /** What the settings say of where things are told. */
  readonly routing: Routing;
  /** The room that the chat platforms are joined to. */
  readonly home: RoomId;
  /** The bridge's address, as people reach it: the origin of its page. */
  readonly address: string;
  readonly forges: readonly Forge[];
  readonly files: readonly Files[];
  readonly ci: readonly CiProvider[];
  readonly chats: readonly ChatPlatform[];
  /** The chat's message that a link names, where it is the link of one. */
  readonly readLink?: (text: string) => ChatLink | undefined;
  readonly hooks: readonly Hook[];
  /** Who people are on the forges; a forge without them guards nothing. */
  readonly accounts: readonly Accounts[];
  /** What each source is called, by its id. */
  readonly names: ReadonlyMap<string, string>;
  readonly sources: Sources;
  readonly refresher: Refresher;
  readonly routes: RouteBook;
  readonly linking: Linking;
  readonly openRuns: OpenRuns;
  /** The open connections to the chats, by platform. */
  readonly lines: Map<string, ChatLine>;
  /** What this process is in the middle of, by key: a repeat waits for the answer, and a change for the one before. */
  readonly underWay: Map<string, Promise<unknown>>;
  /** What lines are completed from, as it was a moment ago. */
  readonly completing: Completing;
}
