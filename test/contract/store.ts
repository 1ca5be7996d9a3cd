import { afterEach, describe } from 'vitest';
import type { Store } from '../../bridge/ports/store.ts';
import { describeAmendments } from './store-amendments.ts';
import { describeCalm } from './store-calm.ts';
import { describeChanges } from './store-changes.ts';
import { describeFeeds } from './store-feeds.ts';
import { describeLedger } from './store-ledger.ts';
import { describeModel } from './store-model.ts';
import { describeOutbox } from './store-outbox.ts';
import { describeRetention } from './store-retention.ts';
import type { StoreBench } from './store-samples.ts';
import { describeThings } from './store-things.ts';

/** What every store must do. Each adapter's test calls it with a way to open an empty one; `runs` random histories are tried. */
export function describeStore(name: string, open: () => Promise<StoreBench>, runs: number): void {
  describe(`store: ${name}`, () => {
    const opened: Store[] = [];
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });

    async function bench(): Promise<StoreBench> {
      const { store, reopen } = await open();
      opened.push(store);
      if (!reopen) return { store };
      return {
        store,
        async reopen() {
          const again = await reopen();
          opened.push(again);
          return again;
        },
      };
    }

    describeThings(bench);
    describeChanges(bench);
    describeFeeds(bench);
    describeAmendments(bench);
    describeOutbox(bench);
    describeCalm(bench);
    describeLedger(bench);
    describeRetention(bench);
    describeModel(bench, runs);
  });
}
