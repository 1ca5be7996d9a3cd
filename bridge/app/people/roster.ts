import type { CardKey } from '../../../protocol/model/card.ts';
import type { Presence } from '../../../protocol/model/presence.ts';
import { type Here, people } from '../../domain/presence.ts';

/** Who has this process's rooms open now. Derived from live sessions, and gone with them. */
export interface Roster {
  /** A session came; the returned function is called once, when it goes. */
  enter(here: Here): () => void;
  /** The branch that a person's device shares from now on, or none. */
  share(who: Pick<Here, 'person' | 'device'>, key: CardKey | null, at: number): void;
  people(): Presence[];
  /** Calls `changed` after each change that somebody could see. */
  listen(changed: (people: Presence[]) => void): () => void;
}

export function createRoster(): Roster {
  const sessions = new Map<symbol, Here>();
  const listeners = new Set<(people: Presence[]) => void>();
  let told = '[]';

  function tell(): void {
    const now = people(sessions.values());
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    for (const listener of listeners) listener(now);
  }

  return {
    enter(here) {
      const session = Symbol(here.device);
      sessions.set(session, here);
      tell();
      return () => {
        sessions.delete(session);
        tell();
      };
    },
    share(who, key, at) {
      for (const [session, here] of sessions) {
        if (here.device !== who.device || here.person.id !== who.person.id) continue;
        const { person, device } = here;
        sessions.set(session, key ? { person, device, on: { key, sharedAt: at } } : { person, device });
      }
      tell();
    },
    people: () => people(sessions.values()),
    listen(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
