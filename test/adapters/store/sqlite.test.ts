import { join } from 'node:path';
import { openSqliteStore } from '../../../bridge/adapters/store/sqlite/index.ts';
import { describeStore } from '../../contract/store.ts';
import { countingEpochs } from '../../contract/store-samples.ts';
import { folders } from './folder.ts';

const folder = folders();

describeStore(
  'sqlite',
  async () => {
    const options = { file: join(await folder(), 'room.db'), epoch: countingEpochs() };
    let store = await openSqliteStore(options);
    return {
      store,
      async reopen() {
        await store.close();
        store = await openSqliteStore(options);
        return store;
      },
    };
  },
  40,
);
