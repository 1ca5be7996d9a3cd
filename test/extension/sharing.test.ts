import { describe, expect, it } from 'vitest';
import { BranchName } from '../../protocol/model/ids.ts';
import type { Status } from '../../protocol/model/status.ts';
import { type Decision, statusOf } from '../../extension/sources/share.ts';
import { createSharing } from '../../extension/sources/sharing.ts';
import { manualClock } from '../support/clock.ts';
import { sha } from '../support/samples.ts';
import { checkout } from './situations.ts';

const status = (digit = 'a', branch = 'main'): Status => {
  const at = { state: 'branch', branch: BranchName.parse(branch), head: sha(digit) } as const;
  return statusOf(checkout({ at }), undefined) as Status;
};

function open(first: Decision) {
  const clock = manualClock();
  const sent: (Status | null)[] = [];
  let decision = first;
  let session: { share: (what: Status | null) => void } | undefined = { share: (what) => void sent.push(what) };
  const sharing = createSharing({ decision: () => decision, session: () => session, after: clock.after });
  const look = (next: Decision): void => {
    decision = next;
    sharing.look();
  };
  const replace = (next: typeof session): void => {
    session = next;
    sharing.look();
  };
  return { clock, sent, sharing, look, replace };
}

describe('continuous sharing', () => {
  it('gathers changes for 300 ms, and sends the last', async () => {
    const { clock, sent, look } = open({ share: status('a') });
    for (const digit of ['a', 'b', 'c']) {
      look({ share: status(digit) });
      await clock.advance(100);
    }
    expect(sent).toEqual([status('c')]);
  });

  it('sends within 300 ms of a change, however many follow', async () => {
    const { clock, sent, look } = open({ share: status('a') });
    for (let turn = 0; turn < 20; turn += 1) {
      look({ share: status((turn % 10).toString()) });
      await clock.advance(100);
    }
    expect(sent.length).toBeGreaterThanOrEqual(6);
  });

  it('sends nothing twice', async () => {
    const { clock, sent, look } = open({ share: status('a') });
    look({ share: status('a') });
    await clock.advance(400);
    look({ share: status('a') });
    await clock.advance(400);
    expect(sent).toEqual([status('a')]);
  });

  it('takes the branch back at once, and sends nothing that was waiting', async () => {
    const { clock, sent, look } = open({ share: status('a') });
    look({ share: status('a') });
    await clock.advance(300);
    look({ share: status('b') });
    look({ withhold: 'paused' });
    expect(sent).toEqual([status('a'), null]);
    await clock.advance(1_000);
    expect(sent).toEqual([status('a'), null]);
  });

  it('takes nothing back from a session that was told nothing', async () => {
    const { clock, sent, look } = open({ withhold: 'not-agreed' });
    look({ withhold: 'not-agreed' });
    await clock.advance(1_000);
    expect(sent).toEqual([]);
  });

  it('asks the gate when it sends, and not only when it began to wait', async () => {
    const sent: unknown[] = [];
    const clock = manualClock();
    const decisions: Decision[] = [{ share: status('a') }, { withhold: 'private' }];
    const sharing = createSharing({
      decision: () => decisions.shift() ?? { withhold: 'private' },
      session: () => ({ share: (what) => void sent.push(what) }),
      after: clock.after,
    });
    sharing.look();
    await clock.advance(1_000);
    expect(sent).toEqual([]);
  });

  it('tells a new session all over again', async () => {
    const { clock, sent, look, replace } = open({ share: status('a') });
    look({ share: status('a') });
    await clock.advance(300);
    const anew: unknown[] = [];
    replace({ share: (what) => void anew.push(what) });
    await clock.advance(300);
    expect([sent, anew]).toEqual([[status('a')], [status('a')]]);
    replace(undefined);
    await clock.advance(300);
    expect(anew).toHaveLength(1);
  });

  it('sends exactly what was previewed, while the gate lets that branch out', async () => {
    const { clock, sent, sharing, look } = open({ withhold: 'not-agreed' });
    expect(sharing.send(status('a'))).toBe(false);
    look({ share: status('b') });
    expect(sharing.send(status('a', 'other'))).toBe(false);
    expect(sharing.send(status('a'))).toBe(true);
    expect(sent).toEqual([status('a')]);
    await clock.advance(300);
    expect(sent).toEqual([status('a'), status('b')]);
  });

  it('stops when it is disposed of', async () => {
    const { clock, sent, sharing, look } = open({ share: status('a') });
    look({ share: status('a') });
    sharing.dispose();
    await clock.advance(1_000);
    expect(sent).toEqual([]);
  });
});
