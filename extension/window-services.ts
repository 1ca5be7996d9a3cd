import type { BridgeConnection } from './bridge-connection.ts';
import type { Around } from './feature.ts';
import type { Logs } from './logs.ts';
import { notConnected } from './not-connected.ts';
import type { OwnRuns } from './own-runs.ts';
import { createPerform, type PerformOptions } from './perform.ts';
import type { Services } from './services.ts';
import type { Sharing } from './sources/sharing.ts';
import type { ReplyDocuments } from './views/documents/reply-document.ts';
import type { Views } from './views/views.ts';
import type { WindowParts } from './window-parts.ts';

interface Parts {
  readonly around: Around;
  readonly parts: WindowParts;
  readonly connection: BridgeConnection;
  readonly views: Views;
  readonly sharing: Sharing;
  readonly runs: OwnRuns;
  readonly logs: Logs;
  readonly replies: ReplyDocuments;
}

/** What the commands of a window may use, of all that it is made of. */
export function servicesOf({ around, parts, connection, views, sharing, runs, logs, replies }: Parts): Services {
  const { situation, session, settings } = around;
  const does: Pick<PerformOptions, 'situation' | 'session' | 'run'> = {
    situation,
    session,
    run: async (line, about) => (await session()?.run(line, about)) ?? notConnected,
  };
  const { tokens, localBridges, connect, visit } = connection;
  return {
    ...around,
    ...does,
    thread: (about, write) => views.thread(about, write),
    perform: createPerform({
      ...does,
      settings,
      forge: parts.forge,
      began: (run, attempt) => runs.followOwn(run, attempt),
    }),
    workflows: async (about) => (await session()?.workflows(about)) ?? notConnected,
    connect,
    visit,
    localBridges,
    tokens,
    sharing,
    logs: logs.documents,
    terminals: logs.terminals,
    replies,
  };
}
