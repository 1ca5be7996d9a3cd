import { describe, expect, it } from 'vitest';
import { devicesOf, signOut } from '../../bridge/app/people/devices.ts';
import { mintCode, openSession } from '../../bridge/app/people/open-session.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { runLine } from '../../bridge/app/lines/run-line.ts';
import type { Policy } from '../../bridge/domain/permission.ts';
import { PersonId } from '../../protocol/model/ids.ts';
import { device, key, person, room, sha } from '../support/samples.ts';
import { openManualWorld, type TestWorld } from '../support/world.ts';

const ana = person('Ana');
const bo = { team: 'T1', user: 'U2', name: 'Bo', bot: false, member: true };
const boId = PersonId.parse('memory:T1/U2');
const laptop = { id: device(), name: 'VS Code' };

async function open(rules: Policy['rules'] = []) {
  const { world, clock } = await openManualWorld({ policy: { groups: {}, rules } });
  world.script.forge.names.set(key().branch, { commit: sha('a'), branch: key().branch });
  await runInlets(world);
  return { world, clock, chat: world.script.chat };
}
const heard = async (world: TestWorld): Promise<string> => {
  await expect.poll(() => world.script.chat.whispers.length).toBeGreaterThan(0);
  return world.script.chat.whispers.at(-1)?.reply.text ?? '';
};
const codeIn = (text: string) => /#code=([0-9a-f]+)/.exec(text)?.[1] ?? '';
const typedIn = (text: string) => /pair ([0-9A-F-]+)/.exec(text)?.[1] ?? '';
/** What somebody is told in their editor. */
const inEditor = (world: TestWorld, line: string) =>
  runLine(
    world,
    ana,
    { person: ana.id, owner: false, member: true },
    { mid: line, room, line, expiresAt: world.clock.now() + 30_000 },
  );

/** Bo comes in by the link that the chat has given them. */
async function paired() {
  const scene = await open([{ allow: 'ci run', to: [boId] }]);
  await scene.chat.direct('pair', bo);
  const opened = await openSession(scene.world, { code: codeIn(await heard(scene.world)) }, laptop);
  if (!opened.ok) throw new Error('the link was not taken');
  return { ...scene, opened: opened.value };
}

describe('pair', () => {
  it('[T8] gives somebody of the chat a link by which an editor comes in as them, once', async () => {
    const { world, opened } = await paired();
    expect(opened.person).toEqual({ id: boId, name: 'Bo' });
    expect(opened.asker).toMatchObject({ person: boId, owner: false, member: true });
    const code = codeIn(world.script.chat.whispers[0]?.reply.text ?? '');
    expect(await openSession(world, { code }, laptop)).toMatchObject({ refusal: { slug: 'not_authenticated' } });
  });

  it('[T8] joins whoever types the code of an editor with the person of that editor', async () => {
    const { world, chat } = await open([{ allow: 'ci run', to: ['ana'] }]);
    const shown = await inEditor(world, 'pair');
    await chat.direct(`pair ${typedIn(shown.ok ? shown.value.reply.text : '')}`, bo);
    expect(await heard(world)).toBe('You are Ana here too from now on.');
    await chat.command('ci run feat/login', { by: bo });
    await expect.poll(() => world.script.ci.deeds).toHaveLength(1);
    await chat.say('hello', { by: bo });
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries.at(-1)).toMatchObject({ type: 'said', by: { person: ana } });
  });

  it('[T8] takes no code twice, none that is too old, and none that was made to come in', async () => {
    const { world, chat, clock } = await open();
    const shown = await inEditor(world, 'pair');
    const code = typedIn(shown.ok ? shown.value.reply.text : '');
    await clock.advance(10 * 60_000);
    for (const typed of [code, await mintCode(world, ana.id), 'nonsense']) {
      await chat.direct(`pair ${typed}`, bo);
      await expect.poll(() => chat.whispers.at(-1)?.reply.text).toContain('too old');
    }
    expect(await openSession(world, { code: code.toLowerCase().replaceAll('-', '') }, laptop)).toMatchObject({
      ok: false,
    });
  });

  it('never answers where others can read it', async () => {
    const { world, chat } = await open();
    await chat.command('pair --here', { by: bo });
    expect(codeIn(await heard(world))).not.toBe('');
    expect((await world.store.feed(room, { after: 0 }, 10))?.entries).toEqual([]);
  });

  it.each([
    ['a guest', { ...bo, member: false }],
    ['a bot', { ...bo, bot: true }],
  ])('[T18] is refused to %s', async (_name, by) => {
    const { world, chat } = await open();
    await chat.direct('pair', by);
    expect(codeIn(await heard(world))).toBe('');
    expect(await world.store.list('code')).toEqual([]);
  });

  it('[T18] counts for nothing once somebody is a guest: their editor is signed out, and their rules are void', async () => {
    const { world, chat, opened } = await paired();
    const ended: unknown[] = [];
    world.bus.listen((news) => news.type === 'revoked' && ended.push(...news.tokens));
    await chat.command('ci run feat/login', { by: { ...bo, member: false } });
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toContain('may only read');
    expect(ended).toEqual([opened.tokenId]);
    expect(world.script.ci.deeds).toEqual([]);
  });

  it('is undone by unpair', async () => {
    const { world, chat } = await open();
    const shown = await inEditor(world, 'pair');
    await chat.direct(`pair ${typedIn(shown.ok ? shown.value.reply.text : '')}`, bo);
    await heard(world);
    await chat.direct('unpair', bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toContain('two again');
    expect(await world.store.get('identity', boId)).toMatchObject({ value: { person: boId } });
  });
});

describe('signing out', () => {
  it('[T19] ends one device or all of them, at once, and nobody else’s', async () => {
    const { world, chat, opened } = await paired();
    const other = await openSession(world, { code: await mintCode(world, boId) }, { ...laptop, name: 'Browser' });
    const anas = await openSession(world, { code: await mintCode(world, ana.id) }, laptop);
    if (!other.ok || !anas.ok) throw new Error('not let in');
    await chat.direct('sign-out 1', bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toBe('VS Code is signed out.');
    expect((await devicesOf(world, boId)).map(({ id }) => id)).toEqual([other.value.tokenId]);
    await chat.direct('sign-out', bo);
    await expect.poll(() => chat.whispers.at(-1)?.reply.text).toBe('Your one device is signed out.');
    expect(await devicesOf(world, ana.id)).toHaveLength(1);
    expect(await signOut(world, ana.id, { token: opened.tokenId })).toMatchObject({ value: { devices: 0 } });
  });
});
