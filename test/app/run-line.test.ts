import { describe, expect, it } from 'vitest';
import { receiveReport } from '../../bridge/app/ci/receive-report.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import type { Asked } from '../../bridge/app/lines/act-line.ts';
import { runLine } from '../../bridge/app/lines/run-line.ts';
import { shareStatus } from '../../bridge/app/share-status.ts';
import { cardId } from '../../bridge/domain/card.ts';
import type { Asker } from '../../bridge/domain/permission.ts';
import type { CiReport } from '../../bridge/ports/ci-provider.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { device, key, person, room, sha } from '../support/samples.ts';
import { openManualWorld, type TestWorld } from '../support/world.ts';

const owner = person('Owner');
const ana = person('Ana');
const asker = (who: typeof owner): Asker => ({ person: who.id, owner: who === owner, member: true });
const asked = (world: TestWorld, line: string, part: Partial<Asked> = {}): Asked => ({
  mid: `mid-${line}`,
  room,
  line,
  expiresAt: world.clock.now() + 30_000,
  about: key(),
  ...part,
});
const ask = (world: TestWorld, line: string, part: Partial<Asked> = {}, who = owner) =>
  runLine(world, who, asker(who), asked(world, line, part));
const textOf = (outcome: Awaited<ReturnType<typeof ask>>) =>
  outcome.ok ? outcome.value.reply.text : outcome.refusal.message;

async function ready() {
  const { world, clock } = await openManualWorld();
  world.script.forge.names.set(key().branch, { commit: sha('a'), branch: key().branch });
  await runInlets(world);
  return { world, clock };
}
const report = (run: string, part: Partial<CiReport>): CiReport => ({
  run: RunId.parse(run),
  attempt: 1,
  revision: 1,
  state: 'running',
  failures: [],
  lines: [],
  ...part,
});

describe('ci run', () => {
  it('puts a queued run on the card, orders it, answers, and lets everybody read the answer', async () => {
    const { world } = await ready();
    const outcome = await ask(world, 'ci run');
    expect(textOf(outcome)).toContain('is queued for feat/login at aaaaaaa.');
    const card = (await world.store.get('card', cardId(key())))?.value;
    expect(card?.ci).toMatchObject([{ state: 'queued', commit: sha('a'), requestedBy: owner }]);
    expect(world.script.ci.deeds).toMatchObject([{ commit: sha('a'), branch: key().branch }]);
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries).toMatchObject([{ type: 'answered', by: owner, line: 'ci run', about: key() }]);
  });

  it('[E5] runs once: a repeat gets the recorded answer, another line under the same mid is refused', async () => {
    const { world } = await ready();
    const first = await ask(world, 'ci run');
    const again = await ask(world, 'ci run');
    expect(again).toEqual({ ok: true, value: { ...(first.ok ? first.value : {}), dup: true } });
    expect(await ask(world, 'ci cancel', { mid: 'mid-ci run' })).toMatchObject({
      refusal: { slug: 'idempotency_conflict' },
    });
    expect(world.script.ci.deeds).toHaveLength(1);
  });

  it('[E5] gives a repeat the recorded answer even after its time', async () => {
    const { world, clock } = await ready();
    const { expiresAt } = asked(world, 'ci run');
    await ask(world, 'ci run', { expiresAt });
    await clock.advance(120_000);
    expect(await ask(world, 'ci run', { expiresAt })).toMatchObject({ ok: true, value: { dup: true } });
  });

  it('[E5] runs once where the same line comes twice at the same time', async () => {
    const { world } = await ready();
    const both = await Promise.all([ask(world, 'ci run'), ask(world, 'ci run')]);
    expect(both.every((each) => each.ok)).toBe(true);
    expect(world.script.ci.deeds).toHaveLength(1);
  });

  it('[E5] is never run after its time, nor put off for longer than a minute', async () => {
    const { world } = await ready();
    expect(await ask(world, 'ci run', { expiresAt: world.clock.now() })).toMatchObject({
      refusal: { slug: 'expired' },
    });
    expect(await ask(world, 'ci run', { expiresAt: world.clock.now() + 60_001 })).toMatchObject({
      refusal: { slug: 'invalid_params' },
    });
    expect(world.script.ci.deeds).toHaveLength(0);
  });

  it('[E5] is indeterminate where the bridge stopped in the middle, and not run again', async () => {
    const { world } = await ready();
    const { act } = world.script.ci;
    world.script.ci.act = async (deed) => {
      await act(deed);
      throw new Error('the process ends here');
    };
    await expect(ask(world, 'ci run')).rejects.toThrow('ends here');
    expect(await ask(world, 'ci run')).toMatchObject({ ok: false, refusal: { slug: 'indeterminate' } });
    expect(world.script.ci.deeds).toHaveLength(1);
  });

  it('is denied to whom no rule allows it, before anything happens', async () => {
    const { world } = await ready();
    expect(await ask(world, 'ci run', {}, ana)).toMatchObject({ ok: false, refusal: { slug: 'not_allowed_here' } });
    expect(world.script.ci.deeds).toHaveLength(0);
    expect(await world.store.feed(room, { after: 0 }, 10)).toMatchObject({ entries: [] });
  });

  it('says “push it first” of a commit that the bridge does not know', async () => {
    const { world } = await ready();
    expect(textOf(await ask(world, 'ci run deadbeef'))).toContain('Push it first');
    expect(world.script.ci.deeds).toHaveLength(0);
  });

  it('says what is not included', async () => {
    const { world } = await ready();
    const changes = { staged: 1, unstaged: 2, untracked: 0, conflicted: 0 };
    await shareStatus(
      world,
      { person: owner, device: device() },
      { room, counter: 1, status: { ...key(), head: sha('a'), changes } },
    );
    expect(textOf(await ask(world, 'ci run'))).toContain('Your 3 uncommitted files are not included.');
  });
});

describe('reports of a run', () => {
  it('go onto the card, and into the feed where a branch goes red or is mended', async () => {
    const { world } = await ready();
    const run = (await ask(world, 'ci run')) as { ok: true; value: { run: string } };
    const failures = [{ name: 'login › refuses a wrong password', file: 'test/login.test.ts', line: 7 }];
    const counts = { passed: 2, failed: 1, skipped: 0 };
    await world.script.ci.report(report(run.value.run, { revision: 2, state: 'failed', counts, failures }));
    await receiveReport(world, 'scripted', report(run.value.run, { revision: 1, state: 'running' }));
    expect((await world.store.get('card', cardId(key())))?.value.ci).toMatchObject([
      { state: 'failed', counts, failures },
    ]);
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries.at(-1)).toMatchObject({ type: 'turned', turn: 'red', about: key() });
    expect(JSON.stringify(feed?.entries.at(-1))).toContain('refuses a wrong password');
    expect(feed?.entries).toHaveLength(2);
  });

  it('of a run that nobody ordered change nothing', async () => {
    const { world } = await ready();
    await world.script.ci.report(report('strange-1', { state: 'failed' }));
    expect(await world.store.list('card')).toEqual([]);
  });
});

describe('the other commands', () => {
  it('answer in words', async () => {
    const { world } = await ready();
    const started = (await ask(world, 'ci run')) as { ok: true; value: { run: string } };
    world.roster.enter({ person: ana, device: device(), on: { key: key('main'), sharedAt: 1 } });
    world.script.ci.writeLog({ text: 'one\ntwo\n', next: 8, ended: true });
    expect(textOf(await ask(world, 'help'))).toContain('ci cancel [run]');
    expect(textOf(await ask(world, 'help', {}, ana))).not.toContain('ci cancel');
    expect(textOf(await ask(world, 'help ci'))).toContain('ci run [branch|sha]');
    expect(textOf(await ask(world, 'help ci run'))).toContain('--workflow: Which one');
    expect(textOf(await ask(world, 'help /ci run'))).not.toContain('ci log');
    expect(textOf(await ask(world, 'who'))).toBe('Who · Branch\nAna · main');
    expect(textOf(await ask(world, 'status'))).toContain('feat/login: CI is running');
    expect(textOf(await ask(world, 'status nowhere'))).toContain('Nobody has shared nowhere');
    expect(textOf(await ask(world, 'ci status'))).toContain(`${started.value.run} · queued`);
    expect(textOf(await ask(world, 'ci log'))).toContain('one\ntwo');
    expect(textOf(await ask(world, 'ci cancel'))).toContain('is being cancelled');
    expect(world.script.ci.deeds.at(-1)).toMatchObject({ type: 'cancel', run: { run: started.value.run } });
    expect(textOf(await ask(world, 'ci rnu'))).toBe('There is no command “ci rnu”. Did you mean “ci run”?');
    expect(textOf(await ask(world, ' '))).toBe(textOf(await ask(world, 'help')));
  });

  it('answer the asker alone, unless --here asks for everybody', async () => {
    const { world } = await ready();
    await ask(world, 'who');
    expect(await world.store.feed(room, { after: 0 }, 10)).toMatchObject({ entries: [] });
    expect(await ask(world, 'who --here')).toMatchObject({ ok: true, value: { offset: 1 } });
    expect(await ask(world, 'who --here')).toMatchObject({ ok: true, value: { dup: true } });
    expect(await world.store.feed(room, { after: 0 }, 10)).toMatchObject({
      entries: [{ type: 'answered', line: 'who --here' }],
    });
  });
});
