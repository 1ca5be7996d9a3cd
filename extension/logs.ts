import { notConnected } from './not-connected.ts';
import type { Around, Feature } from './feature.ts';
import { createLogDocuments, type LogDocuments, type LogOptions } from './views/log/document.ts';
import { createLogTerminals, type LogTerminals } from './views/log/terminal.ts';

/** The logs of CI that are open here, as documents and in terminals. */
export interface Logs extends Feature {
  readonly documents: LogDocuments;
  readonly terminals: LogTerminals;
}

export function createLogs({ session, workspace, world }: Around): Logs {
  const options: LogOptions = {
    read: async (run, from, wish) => (await session()?.log(run, from, wish)) ?? notConnected,
    after: world.after,
    root: () => workspace.checkout()?.root,
  };
  const documents = createLogDocuments(options);
  const terminals = createLogTerminals(options);
  return {
    documents,
    terminals,
    told({ type }) {
      if (type !== 'connection' && type !== 'card') return;
      documents.look();
      terminals.look();
    },
    dispose() {
      documents.dispose();
      terminals.dispose();
    },
  };
}
