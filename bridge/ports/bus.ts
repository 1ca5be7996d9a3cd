import type { Card } from '../../protocol/model/card.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Epoch, RoomId } from '../../protocol/model/ids.ts';

/** What a room's sessions, in every process of the bridge, are to be told after a commit. */
export type News =
  | { readonly type: 'entries'; readonly room: RoomId; readonly epoch: Epoch; readonly entries: readonly Entry[] }
  | { readonly type: 'card'; readonly room: RoomId; readonly card: Card }
  /** The outbox has work. */
  | { readonly type: 'deliveries' }
  /** Tokens were revoked, named by their SHA-256: the sessions that they opened end now. */
  | { readonly type: 'revoked'; readonly tokens: readonly string[] };

/** Wakes the other parts of this process, and the other processes of the bridge. It may lose news; a tick repairs that. */
export interface Bus {
  tell(news: News): void;
  /** Calls `listener` with all that is told from now on. The returned function ends that. */
  listen(listener: (news: News) => void): () => void;
}
