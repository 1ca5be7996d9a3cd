import type { Deed } from '../../../protocol/model/card.ts';
import type { CardKey } from '../../../protocol/model/card.ts';
import type { Mid, RoomId } from '../../../protocol/model/ids.ts';
import type { Person } from '../../../protocol/model/person.ts';
import { cardId } from '../../domain/card.ts';
import { bounded } from '../../domain/prose.ts';
import type { ChatUser } from '../../ports/chat-platform.ts';
import type { AuditRow, Change, Kept, NewEntry, Put } from '../../ports/store.ts';
import { changeCard } from '../card-change.ts';
import type { Ready, Reply } from '../commands/command.ts';
import { decide } from '../decide.ts';
import { done, type Outcome, type Refusal, refuse } from '../outcome.ts';
import { type Answered, answerKey, type Key, recall } from './recorded-answer.ts';
import { tellEntry, telling, type Telling } from '../routes/tell.ts';
import type { World } from '../world.ts';

/** Somebody of a chat who asks for something, as the chat knows them. */
export interface ChatAsker {
  readonly platform: string;
  readonly by: ChatUser;
}

/** A command line that somebody typed somewhere. */
export interface Asked {
  readonly mid: Mid | string;
  readonly room: RoomId;
  readonly line: string;
  readonly expiresAt: number;
  readonly about?: CardKey | undefined;
  /** Where it was asked in a chat. */
  readonly from?: ChatAsker;
}

/** A line that is about to change something: whose, under which key, and what it comes to. */
export interface Acting {
  readonly by: Person;
  readonly asked: Asked;
  readonly key: Key;
  readonly ready: Ready;
  readonly audit: AuditRow;
}

/** An answer for the asker alone. */
export const plain = (reply: Reply): Outcome<Answered> =>
  done({ reply: bounded(reply.message), ...(reply.run ? { run: reply.run } : {}) });

/** Intent, act, answer: the intent is committed before anything happens, and audited with it. */
export async function act(world: World, acting: Acting): Promise<Outcome<Answered>> {
  const { by, asked, key, ready, audit } = acting;
  // The forge may have been asked for long.
  if (asked.expiresAt <= world.clock.now()) return refuse('expired');
  const begun = await decide<string | undefined>(world, async () => {
    const once = await begin(world, by, ready);
    if ('taken' in once) return { answer: once.taken };
    return { change: { at: audit.at, key, audit: [audit], puts: once.puts }, answer: () => undefined };
  });
  if (begun.state !== 'done') return (await recall(world, key)) ?? refuse('indeterminate');
  if (begun.value !== undefined) return refuse('not_allowed_here', begun.value);
  const ending = ready.act().then((reply) => publish(world, by, asked, key, reply, ready));
  world.underWay.set(key.id, ending);
  try {
    return await ending;
  } finally {
    world.underWay.delete(key.id);
  }
}

/** A deed that was begun, and of whose end nobody has told, is somebody else's to begin after so long. */
const givenUpMs = 10 * 60_000;
/** What was done is not done again by a second press, or from a message that shows what was. After that, the state of things decides. */
const echoMs = 60_000;

const deedId = ({ about, key }: NonNullable<Ready['deed']>): string => `${cardId(about)}\n${key}`;

/** Claims a deed for one person ([T10]); or says who has it. */
async function begin(
  world: World,
  by: Person,
  { deed }: Ready,
): Promise<{ readonly puts: readonly Put[] } | { readonly taken: string }> {
  if (!deed) return { puts: [] };
  const at = world.clock.now();
  const id = deedId(deed);
  const kept = await world.store.get('deed', id);
  const who = kept?.value.by ?? '';
  // However the clock was set since: one that went back a little must not let it be done twice, nor one that went far keep it for long.
  const since = Math.abs(at - (kept?.value.at ?? 0));
  if (kept?.value.state === 'under-way' && since < givenUpMs)
    return { taken: `${who} has just asked for that. Nothing more was done.` };
  if (kept?.value.state === 'done' && since < echoMs)
    return { taken: `${who} has done that already. Nothing more was done.` };
  return { puts: [deedPut(id, kept, by, at, 'under-way')] };
}

const deedPut = (
  id: string,
  kept: Kept<'deed'> | undefined,
  by: Person,
  at: number,
  state: Kept<'deed'>['value']['state'],
): Put => ({ kind: 'deed', id, after: kept?.version ?? 0, value: { by: by.name, at, state } });

/** What the end of a deed changes: the claim on it, and the card, which says who did what. */
async function ended(
  world: World,
  by: Person,
  { deed }: Pick<Ready, 'deed'>,
  room: RoomId,
  how: 'done' | 'undone' | 'refused',
): Promise<{ readonly puts: readonly Put[]; readonly told: readonly Telling[] }> {
  if (!deed) return { puts: [], told: [] };
  const at = world.clock.now();
  const id = deedId(deed);
  const put = deedPut(id, await world.store.get('deed', id), by, at, how === 'done' ? 'done' : 'refused');
  if (how === 'undone') return { puts: [put], told: [] };
  const fact: Deed = { key: deed.key.slice(0, 300), by, did: deed.did.slice(0, 300), at, ok: how === 'done' };
  const changed = await changeCard(world, room, deed.about, { source: 'deed', fact });
  return changed ? { puts: [put, changed.put], told: [changed.told] } : { puts: [put], told: [] };
}

/** Puts an answer into the feed, and keeps it for a repeat, in one commit; what was done goes onto the card with it. */
export async function publish(
  world: World,
  by: Person,
  asked: Asked,
  key: Key,
  acted: Outcome<Reply>,
  ready: Pick<Ready, 'deed'> = {},
): Promise<Outcome<Answered>> {
  if (!acted.ok) return keepRefusal(world, by, asked, key, acted.refusal, ready);
  const reply = { ...acted.value, message: bounded(acted.value.message) };
  const answer: Answered = { reply: reply.message, ...(reply.run ? { run: reply.run } : {}) };
  const decided = await decide(world, async () => {
    const at = world.clock.now();
    const entry = answerEntry(by, asked, reply, at);
    const end = await ended(world, by, ready, asked.room, reply.undone ? 'undone' : 'done');
    const change: Change = {
      at,
      key: answerKey(key),
      outcome: answer,
      entries: [{ room: asked.room, entry }],
      puts: end.puts,
    };
    return {
      change: telling(change, ...end.told, await tellEntry(world, asked.room, entry, 0)),
      answer: (placed) => placed[0]?.entry.offset,
    };
  });
  if (decided.state === 'done')
    return done(decided.value === undefined ? answer : { ...answer, offset: decided.value });
  return (await recall(world, key)) ?? refuse('indeterminate');
}

/** A refusal by the engine is kept for a repeat as an answer is; the feed does not hear of it, the card does. */
async function keepRefusal(
  world: World,
  by: Person,
  asked: Asked,
  key: Key,
  refusal: Refusal,
  ready: Pick<Ready, 'deed'>,
): Promise<Outcome<Answered>> {
  const decided = await decide(world, async () => {
    const end = await ended(world, by, ready, asked.room, 'refused');
    const change = { at: world.clock.now(), key: answerKey(key), outcome: { refusal }, puts: end.puts };
    return { change: telling(change, ...end.told), answer: () => undefined };
  });
  return decided.state === 'done' ? { ok: false, refusal } : ((await recall(world, key)) ?? refuse('indeterminate'));
}

/** A line as people read it: a commit by its first digits, and without what only keeps a button to it. The audit has it whole. */
const readable = (line: string): string =>
  line
    .replaceAll(/ --at [0-9a-f]{7,64}\b/g, '')
    .replaceAll(/\b([0-9a-f]{7})[0-9a-f]{33,57}\b/g, '$1')
    .replaceAll(/"([^\s"“”'\\]+)"/g, '$1');

const answerEntry = (by: Person, asked: Asked, reply: Reply, at: number): NewEntry => ({
  type: 'answered',
  at,
  by,
  line: readable(reply.run === undefined ? asked.line : asked.line.replace(` ${reply.run}`, '')),
  message: reply.message,
  ...(reply.about ? { about: reply.about } : {}),
});
