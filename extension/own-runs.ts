import type { Card } from '../protocol/model/card.ts';
import type { RunId } from '../protocol/model/ids.ts';
import type { Around, Feature } from './feature.ts';
import { noticeEnded } from './views/notices/run-notice.ts';
import { createRunWatch, type RunWatch } from './views/notices/run-watch.ts';

/** The runs that were started in this window: says of each once that it has ended. */
export interface OwnRuns extends Feature, Pick<RunWatch, 'follow' | 'followOwn'> {}

export function createOwnRuns({ session, settings, failed }: Around): OwnRuns {
  const watch = createRunWatch();
  const look = (cards: readonly Card[]): void => {
    for (const run of watch.ended(cards, session()?.room()?.me.id)) noticeEnded(run, settings).catch(failed);
  };
  return {
    follow(run: RunId) {
      watch.follow(run);
      look(session()?.room()?.cards ?? []);
    },
    followOwn: (run, attempt) => watch.followOwn(run, attempt),
    told(event) {
      if (event.type === 'room') look(event.room.cards);
      if (event.type === 'card') look([event.card]);
    },
    dispose() {},
  };
}
