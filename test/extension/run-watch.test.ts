import { describe, expect, it } from 'vitest';
import { RunId } from '../../protocol/model/ids.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { createRunWatch } from '../../extension/views/notices/run-watch.ts';
import { unread } from '../../extension/views/unread.ts';
import { key, person, run } from '../support/samples.ts';
import { card } from './situations.ts';

const [ana, bo] = [person('Ana'), person('Bo')];

describe('the runs of this window', () => {
  it('are told once when they have ended', () => {
    const watch = createRunWatch();
    watch.follow(RunId.parse('run-1'));
    expect(watch.ended([card({ ci: [run({ state: 'running', requestedBy: ana })] })], ana.id)).toEqual([]);
    const over = run({ state: 'failed', requestedBy: ana });
    expect(watch.ended([card({ ci: [over] })], ana.id)).toEqual([{ about: key(), run: over }]);
    expect(watch.ended([card({ ci: [over] })], ana.id)).toEqual([]);
  });

  it('are those, too, that were begun at the engine from here, from that attempt on', () => {
    const watch = createRunWatch();
    watch.followOwn(RunId.parse('run-1'), 2);
    watch.follow(RunId.parse('run-1'));
    expect(watch.ended([card({ ci: [run({ state: 'failed', attempt: 1 })] })], ana.id)).toEqual([]);
    const over = run({ state: 'passed', attempt: 2, requestedBy: bo });
    expect(watch.ended([card({ ci: [over] })], ana.id)).toEqual([{ about: key(), run: over }]);
    expect(watch.ended([card({ ci: [over] })], ana.id)).toEqual([]);
  });

  it('are not those of others, nor those that were started elsewhere', () => {
    const watch = createRunWatch();
    watch.follow(RunId.parse('run-1'));
    const theirs = card({
      ci: [run({ state: 'passed', requestedBy: bo }), run({ run: 'run-2', state: 'passed', requestedBy: ana })],
    });
    expect(watch.ended([theirs], ana.id)).toEqual([]);
  });
});

describe('what is unread', () => {
  it('is what others said, did or made turn', () => {
    const message = { text: 'x', blocks: [] };
    const place = { offset: 1, at: 1 };
    const entries: Entry[] = [
      { type: 'said', ...place, by: { type: 'person', person: ana }, message },
      { type: 'said', ...place, by: { type: 'person', person: bo }, message },
      { type: 'said', ...place, by: { type: 'bot', name: 'ana' }, message },
      { type: 'answered', ...place, by: ana, line: 'help', message },
      { type: 'answered', ...place, by: bo, line: 'help', message },
      { type: 'turned', ...place, turn: 'red', about: key(), message },
      { type: 'skip', ...place },
    ];
    expect(unread(entries, ana.id)).toBe(4);
    expect(unread(entries, undefined)).toBe(6);
  });
});
