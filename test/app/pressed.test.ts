import { describe, expect, it } from 'vitest';
import { receiveAsked } from '../../bridge/app/chat/receive-asked.ts';
import { receiveReport } from '../../bridge/app/ci/receive-report.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { runLine } from '../../bridge/app/lines/run-line.ts';
import { mintCode, openSession } from '../../bridge/app/people/open-session.ts';
import { readFeed } from '../../bridge/app/feed/read-feed.ts';
import { cardId } from '../../bridge/domain/card.ts';
import { message, paragraph } from '../../bridge/domain/prose.ts';
import type { ChatLine } from '../../bridge/ports/chat-platform.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { Entry } from '../../protocol/model/entry.ts';
import { PersonId, RunId } from '../../protocol/model/ids.ts';
import { device, key, person, repository, room, sha } from '../support/samples.ts';
import { openManualWorld, type TestWorld } from '../support/world.ts';

const bo = { team: 'T1', user: 'U2', name: 'Bo', bot: false, member: true };
const cy = { team: 'T1', user: 'U3', name: 'Cy', bot: false, member: true };
const everybody = { groups: {}, rules: [{ allow: '*', to: ['everyone'] }] };

/** A branch with a failed run, whose card stands in the chat. */
async function red() {
  const { world, clock } = await openManualWorld({ policy: everybody });
  world.script.forge.names.set(key().branch, { commit: sha('a'), branch: key().branch });
  await runInlets(world);
  await receiveReport(world, 'scripted', {
    run: RunId.parse('r-1'),
    of: { repository, branch: key().branch, commit: sha('a'), workflow: 'CI', queuedAt: world.clock.now() },
    attempt: 1,
    revision: 1,
    number: 12,
    state: 'failed',
    failures: [],
    lines: ['boom'],
  });
  await clock.advance(5_000);
  const chat = world.script.chat;
  const card = () => chat.standing().find((each) => each.ours && each.content.type === 'card');
  const labels = () => {
    const found = card();
    return found?.ours && found.content.type === 'card' ? found.content.buttons.map(({ label }) => label) : [];
  };
  return { world, clock, chat, card: card()?.message ?? '', labels };
}
const cardOf = async (world: TestWorld) => (await world.store.get('card', cardId(key())))?.value;

describe('a button of a card', () => {
  it('is done as whoever pressed it; then the card says who did what, and the button is gone', async () => {
    const { world, clock, chat, card, labels } = await red();
    expect(labels()).toEqual(['Rerun failed', 'I’m on it']);
    await chat.press(card, 'Rerun failed', bo);
    await expect.poll(() => chat.whispers.length).toBe(1);
    await clock.advance(5_000);
    expect(world.script.ci.deeds).toMatchObject([{ type: 'rerun', what: 'failed' }]);
    expect((await cardOf(world))?.deeds).toMatchObject([
      { by: { name: 'Bo' }, did: 'reran what failed of CI #12', ok: true },
    ]);
    expect(labels()).not.toContain('Rerun failed');
  });

  it('[T10] is done once, however often and by whomever it is pressed at once', async () => {
    const { world, chat, card } = await red();
    const presses = Array.from({ length: 100 }, (_, index) => chat.press(card, 'Rerun failed', index % 2 ? bo : cy));
    await Promise.all(presses);
    await expect.poll(() => chat.whispers.length).toBe(100);
    expect(world.script.ci.deeds).toHaveLength(1);
    const answers = chat.whispers.map(({ reply }) => reply.text);
    expect(answers.filter((text) => text.includes('Nothing more was done'))).toHaveLength(99);
  });

  it('stays where it was refused, and the card says so', async () => {
    const { world, clock, chat, card, labels } = await red();
    world.script.ci.act = () => Promise.reject(new PlatformError('refused', 'must_have_admin'));
    await chat.press(card, 'Rerun failed', bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toContain('must_have_admin');
    await clock.advance(5_000);
    expect((await cardOf(world))?.deeds).toMatchObject([{ ok: false }]);
    expect(labels()).toContain('Rerun failed');
  });

  it('is no deed where the engine had nothing to do', async () => {
    const { world, clock, chat, card, labels } = await red();
    world.script.ci.act = () => Promise.resolve(undefined);
    await chat.press(card, 'Rerun failed', bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toContain('had nothing to run again');
    await clock.advance(5_000);
    expect((await cardOf(world))?.deeds).toBeUndefined();
    expect(labels()).toContain('Rerun failed');
  });

  it('[E5] does nothing where the branch has moved since it was shown', async () => {
    const { world, chat, card } = await red();
    world.script.forge.names.set(key().branch, { commit: sha('b'), branch: key().branch });
    await chat.press(card, 'Rerun failed', bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toContain('is at bbbbbbb by now');
    expect(world.script.ci.deeds).toEqual([]);
  });

  it.each([
    ['a guest', { ...bo, member: false }],
    ['a bot', { ...bo, bot: true }],
  ])('[T18] does nothing for %s', async (_name, by) => {
    const { world, chat, card } = await red();
    await chat.press(card, 'Rerun failed', by);
    await expect.poll(() => chat.whispers.length).toBe(1);
    expect(world.script.ci.deeds).toEqual([]);
  });

  it('counts for the same deed as the command that somebody types', async () => {
    const { world, clock, chat, card } = await red();
    await chat.press(card, 'Rerun failed', bo);
    await expect.poll(() => chat.whispers.length).toBe(1);
    const ana = person('Ana');
    const ask = (mid: string) => {
      const asked = { mid, room, line: 'ci rerun --failed', expiresAt: world.clock.now() + 30_000, about: key() };
      return runLine(world, ana, { person: ana.id, owner: false, member: true }, asked);
    };
    expect(await ask('m1')).toMatchObject({ refusal: { message: 'Bo has done that already. Nothing more was done.' } });
    await clock.advance(60_000);
    expect(await ask('m2')).toMatchObject({ ok: true });
  });
});

describe('a message that is passed on', () => {
  it('[B5] is in the editor of whoever asked, and nobody else reads it', async () => {
    const { world, chat } = await red();
    const boId = PersonId.parse('memory:T1/U2');
    const secret = await chat.say('the plan', { by: cy, channel: 'elsewhere' });
    await chat.passOn(secret, bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toContain('no editor signed in');
    await chat.direct('pair', bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toContain('#code=');
    const code = /#code=([0-9a-f]+)/.exec(chat.whispers.at(-1)?.reply.text ?? '')?.[1] ?? '';
    await openSession(world, { code }, { id: device(), name: 'VS Code' });
    await chat.passOn(secret, bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toBe('It is in your editor now.');
    const read = async (by: PersonId) => {
      const feed = await readFeed(world, by, { room, before: 1_000, limit: 100 });
      return feed.ok ? feed.value.entries.at(-1) : undefined;
    };
    expect(await read(boId)).toMatchObject({ type: 'said', to: boId, message: { text: 'Cy wrote:\nthe plan' } });
    expect(await read(person('Ana').id)).toEqual({ type: 'skip', offset: expect.any(Number), at: expect.any(Number) });
    expect(await mintCode(world, boId)).not.toBe('');
  });

  it('is one that the editor can read, also where it is as long as a message can be', async () => {
    const { world, clock } = await openManualWorld();
    await openSession(world, { code: await mintCode(world, person('Ana').id) }, { id: device(), name: 'VS Code' });
    const value = { person: person('Ana').id, name: 'Bo', member: true, at: 1 };
    await world.store.commit({ at: 1, puts: [{ kind: 'identity', id: 'memory:T1/U2', after: 0, value }] });
    const content = message(...Array.from({ length: 100 }, () => paragraph('x')));
    const event = {
      type: 'passed-on',
      id: '1',
      channel: 'elsewhere',
      by: bo,
      at: clock.now(),
      message: '1',
      author: 'Cy',
      content,
    } as const;
    const whispers: string[] = [];
    const line = { whisper: async (_: unknown, { text }: { text: string }) => void whispers.push(text) };
    await receiveAsked(world, world.script.chat, event, async () => line as unknown as ChatLine);
    await expect.poll(() => whispers).toEqual(['It is in your editor now.']);
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(Entry.safeParse(feed?.entries[0]).success).toBe(true);
  });
});

describe('the page of somebody in the chat', () => {
  it('tells who they are, their branches and devices, and changes with what they press', async () => {
    const { world, chat } = await red();
    const boId = PersonId.parse('memory:T1/U2');
    await openSession(world, { code: await mintCode(world, boId) }, { id: device(), name: 'VS Code' });
    await chat.direct('pair', bo);
    await openSession(world, { code: await mintCode(world, boId) }, { id: device(), name: 'VS Code' });
    await chat.direct('mute feat/login', bo);
    await expect.poll(() => chat.whispers.length).toBe(2);
    await chat.openHome(bo);
    await expect
      .poll(() => chat.homes.get('U2')?.sections.map(({ title }) => title))
      .toEqual(['You', 'Your branches', 'Muted', 'Your devices']);
    await chat.press('home', 'Sign out all', bo);
    await chat.press('home', 'Unmute feat/login', bo);
    await expect.poll(() => chat.homes.get('U2')?.sections.map(({ title }) => title)).toEqual(['You', 'Your branches']);
  });

  it('[T18] tells a guest nothing of the team', async () => {
    const { chat } = await red();
    await chat.openHome({ ...bo, member: false });
    await expect.poll(() => chat.homes.get('U2')?.sections).toMatchObject([{ title: 'Shiproom', buttons: [] }]);
  });
});

describe('a deed', () => {
  it('is nobody’s for hours where the clock was set back, and is not done twice where it was a little', async () => {
    const { world, chat, card } = await red();
    const at = world.clock.now();
    const id = `${cardId(key())}\nrerun/r-1/1`;
    const put = (after: number, ahead: number) =>
      world.store.commit({
        at,
        puts: [{ kind: 'deed', id, after, value: { by: 'Cy', at: at + ahead, state: 'under-way' } }],
      });
    await put(0, 2_000);
    await chat.press(card, 'Rerun failed', bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toContain('Nothing more was done');
    await put(1, 5 * 60 * 60_000);
    await chat.press(card, 'Rerun failed', bo);
    await expect.poll(() => world.script.ci.deeds).toHaveLength(1);
  });
});
