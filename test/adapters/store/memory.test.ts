import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../bridge/adapters/store/memory/index.ts';
import { describeStore } from '../../contract/store.ts';
import { audited, commit, countingEpochs, putPerson } from '../../contract/store-samples.ts';

describeStore('memory', async () => ({ store: createMemoryStore({ epoch: countingEpochs() }) }), 300);

describe('the memory store', () => {
  it('shows the audit rows of what was committed, and of nothing else', async () => {
    const store = createMemoryStore({ epoch: countingEpochs() });
    await commit(store, { audit: [audited('one'), audited('two', 'denied')] });
    await store.commit({ at: 1, puts: [putPerson('ada', 7)], audit: [audited('three')] });
    expect(store.audit).toEqual([audited('one'), audited('two', 'denied')]);
  });
});
