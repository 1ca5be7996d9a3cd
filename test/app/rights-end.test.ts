import { describe, expect, it } from 'vitest';
import { askerOf, personOf } from '../../bridge/app/people/identities.ts';
import { devicesOf, signOut } from '../../bridge/app/people/devices.ts';
import { mintCode, openSession } from '../../bridge/app/people/open-session.ts';
import { mintPairing } from '../../bridge/app/people/pairing.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { may } from '../../bridge/domain/permission.ts';
import { PersonId } from '../../protocol/model/ids.ts';
import { device, person } from '../support/samples.ts';
import { openManualWorld } from '../support/world.ts';

const ana = person('Ana');
const bo = { team: 'T1', user: 'U2', name: 'Bo', bot: false, member: true };
const boId = PersonId.parse('memory:T1/U2');
const laptop = { id: device(), name: 'VS Code' };
const policy = { groups: {}, rules: [{ allow: 'ci run', to: [boId] }] };

async function open() {
  const { world } = await openManualWorld({ policy });
  await runInlets(world);
  const { chat } = world.script;
  const direct = async (line: string, by = bo): Promise<string> => {
    const before = chat.whispers.length;
    await chat.direct(line, by);
    await expect.poll(() => chat.whispers.length).toBe(before + 1);
    return chat.whispers.at(-1)?.reply.text ?? '';
  };
  const comeIn = async (of: PersonId) => {
    const opened = await openSession(world, { code: await mintCode(world, of) }, laptop);
    if (!opened.ok) throw new Error('not let in');
    return opened.value;
  };
  return { world, chat, direct, comeIn };
}

/** Bo has come in by the chat’s link. */
async function boIn() {
  const scene = await open();
  const code = /#code=([0-9a-f]+)/.exec(await scene.direct('pair'))?.[1] ?? '';
  const opened = await openSession(scene.world, { code }, laptop);
  if (!opened.ok) throw new Error('not let in');
  return { ...scene, token: opened.value.tokenId };
}

/** Bo’s part in the chat is Ana’s. */
async function joined() {
  const scene = await open();
  await scene.direct(`pair ${await mintPairing(scene.world, ana.id)}`);
  return scene;
}

const mayRun = async (scene: Awaited<ReturnType<typeof open>>, who: PersonId) =>
  may(await askerOf(scene.world, who), { command: 'ci run', effect: 'write' }, policy).allowed;

describe('who somebody is', () => {
  it('is not doubted for long where the chat does not say who they are: nobody is signed out by that', async () => {
    const { world, direct } = await boIn();
    const unknown = { ...bo, name: 'U2', member: false, unsure: true };
    await direct('help', unknown);
    expect(await devicesOf(world, boId)).toHaveLength(1);
    expect(await personOf(world, 'memory', unknown)).toMatchObject({
      person: { id: boId, name: 'Bo' },
      asker: { member: false },
    });
  });

  it('[T18] gives an editor nothing more of a chat in which its person is a guest by now', async () => {
    const scene = await joined();
    expect(await mayRun(scene, ana.id)).toBe(true);
    await scene.direct('help', { ...bo, member: false });
    expect(await mayRun(scene, ana.id)).toBe(false);
  });

  it('[T18] ends the sessions of whoever is made a guest, or leaves, and never says a word again', async () => {
    const { world, chat } = await boIn();
    await chat.become({ ...bo, member: false });
    expect(await devicesOf(world, boId)).toEqual([]);
  });

  it('[T18] is told of people who never came here, too, and nothing is kept of them', async () => {
    const { world, chat } = await open();
    await chat.become({ ...bo, member: false });
    expect(await world.store.list('identity')).toEqual([]);
  });

  it('[T18] takes from an editor what its person had by a chat that they left', async () => {
    const scene = await joined();
    expect(await mayRun(scene, ana.id)).toBe(true);
    await scene.chat.become({ ...bo, member: false });
    expect(await mayRun(scene, ana.id)).toBe(false);
  });

  it('leaves no editor signed in as somebody that the chat knows as another by now', async () => {
    const { world, direct } = await boIn();
    await direct(`pair ${await mintPairing(world, ana.id)}`);
    expect(await devicesOf(world, boId)).toEqual([]);
  });
});

describe('signing out', () => {
  it('[T19] leaves no link and no code by which anybody could come in again', async () => {
    const { world, direct, comeIn } = await open();
    await comeIn(ana.id);
    const [link, typed] = [await mintCode(world, ana.id), await mintPairing(world, ana.id)];
    const others = await mintCode(world, person('Owner').id);
    await signOut(world, ana.id, {});
    expect(await openSession(world, { code: link }, laptop)).toMatchObject({ ok: false });
    expect(await direct(`pair ${typed}`)).toContain('too old');
    expect(await openSession(world, { code: others }, laptop)).toMatchObject({ ok: true });
  });
});

describe('a code', () => {
  it('[T6] that somebody types in the chat stands nowhere in the store', async () => {
    const { world, direct } = await open();
    const typed = await mintPairing(world, ana.id);
    await direct(`pair ${typed}`, { ...bo, member: false });
    const kept = JSON.stringify([await world.store.list('outcome'), await world.store.list('code')]);
    expect(kept).not.toContain(typed);
  });
});
