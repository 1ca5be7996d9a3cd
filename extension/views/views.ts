import type { Session, SessionEvent } from '../../client/session.ts';
import type { CardKey } from '../../protocol/model/card.ts';
import { createContextKeys } from '../context-keys.ts';
import { hereOf, type Situation } from '../situation.ts';
import { createFeedPanel, type FeedOptions } from './feed-panel.ts';
import { createNowTree } from './now-tree.ts';
import { createStatusBar } from './status-bar.ts';
import type { Time } from './words.ts';

/** All that is seen of Shiproom at rest: the view Now, the feed, the status bar, and the keys on which menus hang. */
export interface Views {
  show(situation: Situation): void;
  told(event: SessionEvent): void;
  attach(session: Session | undefined): void;
  /** Shows the feed with what is about one branch alone, or everything, and begins a message with `write`. */
  thread(about: CardKey | null, write?: string): void;
  /** Whether the feed is to be seen. */
  showsFeed(): boolean;
  dispose(): void;
}

export function createViews(options: FeedOptions & { readonly time: Time }): Views {
  const now = createNowTree(options.time);
  const feed = createFeedPanel(options);
  const status = createStatusBar(options.time);
  const keys = createContextKeys();
  return {
    show(situation) {
      keys(situation);
      now.show(situation);
      status.show(situation);
      feed.here(hereOf(situation));
    },
    told: feed.told,
    attach: feed.attach,
    thread: feed.thread,
    showsFeed: () => feed.visible(),
    dispose() {
      now.dispose();
      feed.dispose();
      status.dispose();
    },
  };
}
