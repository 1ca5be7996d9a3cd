import { describe, expect, it } from 'vitest';
import { jobLine, mayDecide, runLines } from '../../media/rights.ts';
import { createCalendar } from '../../media/time.ts';
import type { Deed } from '../../protocol/model/card.ts';
import { person, run } from '../support/samples.ts';
import { deeds as commands, engine } from './ci-samples.ts';
import { all, mount, words } from './dom.ts';
import { card, minute, now } from './samples.ts';

const rights = { commands, sources: [engine()], me: person('Ana').id };
const deed = (key: string, part: Partial<Deed> = {}): Deed => ({
  key,
  by: person('Bo'),
  did: 'reran what failed of tests #12',
  at: now - 2 * minute,
  ok: true,
  ...part,
});
const gate = { environment: 'Production EU', approvers: [] };

describe('a deed', () => {
  it('is told on the card, with who and when', async () => {
    const calendar = createCalendar('en-GB', 'UTC');
    const done = [deed('a'), deed('b', { by: person('Ana') }), deed('c', { ok: false })];
    const shown = card('x', { deeds: done });
    const element = await mount('shiproom-card', { card: shown, now, open: true, rights, calendar });
    expect(all(element, '.deeds li').map(words)).toEqual([
      'Bo reran what failed of tests #12 · 11:58',
      'You reran what failed of tests #12 · 11:58',
      'Bo reran what failed of tests #12: refused · 11:58',
    ]);
  });

  it('takes its button from the card, in this attempt and where it went well', async () => {
    const names = async (...done: Deed[]) => {
      const element = await mount('shiproom-card', {
        card: card('x', { deeds: done, ci: [run({ state: 'failed' })] }),
        now,
        open: true,
        rights,
      });
      return all(element, 'shiproom-run .buttons .button').map(words);
    };
    expect(await names()).toEqual(['Rerun Failed', 'Rerun All']);
    expect(await names(deed('rerun/run-1/1'))).toEqual([]);
    expect(await names(deed('rerun/run-1/2'))).toEqual(['Rerun Failed', 'Rerun All']);
    expect(await names(deed('rerun/run-1/1', { ok: false }))).toEqual(['Rerun Failed', 'Rerun All']);
  });

  it('leaves no line for what it has done', () => {
    const failed = run({ state: 'failed' });
    const build = { id: '17', name: 'build', attempt: 1, revision: 0, state: 'failed', steps: [] } as const;
    expect(runLines(run({ state: 'running' }), rights, [deed('cancel/run-1/1')]).cancel).toBeUndefined();
    expect(jobLine(failed, { ...build, steps: [] }, rights, [])).toBeDefined();
    expect(jobLine(failed, { ...build, steps: [] }, rights, [deed('rerun/run-1/1')])).toBeUndefined();
    const waiting = run({ state: 'waiting', gates: [gate] });
    expect(mayDecide(waiting, gate, 'reject', rights, [])).toBe(true);
    expect(mayDecide(waiting, gate, 'reject', rights, [deed('gate/run-1/1/Production EU')])).toBe(false);
  });
});
