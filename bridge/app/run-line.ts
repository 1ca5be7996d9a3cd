import type { CardKey } from '../../protocol/model/card.ts';
import type { Mid, RoomId } from '../../protocol/model/ids.ts';
import * as z from 'zod/mini';
import { Offset, RunId } from '../../protocol/model/ids.ts';
import { Message } from '../../protocol/model/message.ts';
import type { Person } from '../../protocol/model/person.ts';
import { readLine } from '../domain/line.ts';
import { type Asker, may } from '../domain/permission.ts';
import type { AuditRow, NewEntry, Put } from '../ports/store.ts';
import { entryDeliveries } from './card-change.ts';
import { catalog, catalogFor } from './commands/catalog.ts';
import type { Context, Ready, Reply } from './commands/command.ts';
import { decide, decideOnce } from './decide.ts';
import { done, type Outcome, refuse, sha256 } from './outcome.ts';
import type { World } from './world.ts';

/** A command line that somebody typed somewhere. */
export interface Asked {
  readonly mid: Mid | string;
  readonly room: RoomId;
  readonly line: string;
  readonly expiresAt: number;
  readonly about?: CardKey | undefined;
}

/** The bot's answer; `offset` is where everybody can read it. */
export const Answered = z.object({
  reply: Message,
  offset: z.optional(Offset),
  run: z.optional(RunId),
  dup: z.optional(z.boolean()),
});
export type Answered = z.infer<typeof Answered>;

/** A line's expiry may lie at most this far ahead ([E5]). */
const longestWaitMs = 60_000;

/**
 * Runs one command line, at most once for each `mid` ([E5]): a repeat gets the recorded answer, and where the bridge ended in the middle,
 * `indeterminate`. A write is audited before it happens; a denied one as well.
 */
export async function runLine(world: World, by: Person, asker: Asker, asked: Asked): Promise<Outcome<Answered>> {
  const key = {
    id: `${by.id}/${asked.mid}`,
    hash: sha256(JSON.stringify(['run', asked.room, asked.line, asked.about ?? null])),
  };
  const earlier = await recall(world, key);
  if (earlier) return earlier;
  const now = world.clock.now();
  if (asked.expiresAt <= now) return refuse('expired');
  if (asked.expiresAt > now + longestWaitMs)
    return refuse('invalid_params', 'A command may wait for 60 s at most.', 'expiresAt');
  const room = await world.store.get('room', asked.room);
  if (!room) return refuse('forbidden_or_missing', 'There is no such room.', 'room');
  const specs = catalog.map((each) => each.spec);
  const line = readLine(asked.line, specs);
  if ('message' in line) return refuse('invalid_params', `${line.message} (at position ${line.at})`, 'line');
  const command = catalog.find((each) => each.spec === line.command);
  if (!command) throw new Error(`no command for ${line.command.name}`);
  const context = contextOf(world, by, asker, asked, line.values, room.value.repositories[0]);
  if (!context) return refuse('forbidden_or_missing', 'This room follows no repository.', 'room');
  const ready = await command.prepare(context);
  const deed = {
    command: line.command.name,
    effect: line.command.effect,
    ...(ready.branch ? { branch: ready.branch } : {}),
  };
  const verdict = may(asker, deed, world.policy);
  if (line.command.effect === 'read')
    return line.here ? sayHere(world, by, asked, key, ready) : plain(await ready.act());
  const audit: AuditRow = {
    at: now,
    room: asked.room,
    person: by.id,
    act: deed.command,
    detail: asked.line,
    verdict: verdict.allowed ? 'allowed' : 'denied',
  };
  if (!verdict.allowed) {
    await decideOnce(world, async () => ({ change: { at: now, audit: [audit] }, answer: () => undefined }));
    return refuse('not_allowed_here', verdict.why);
  }
  return write(world, by, asked, key, ready, audit);
}

interface Key {
  readonly id: string;
  readonly hash: string;
}

function contextOf(
  world: World,
  by: Person,
  asker: Asker,
  asked: Asked,
  values: Context['values'],
  first: Context['repository'] | undefined,
): Context | undefined {
  const on = asked.about ?? world.roster.people().find((each) => each.person.id === by.id)?.on;
  const repository = on?.repository ?? first;
  if (!repository) return undefined;
  const here = { world, room: asked.room, by, asker, repository, values, catalog: catalogFor(asker, world.policy) };
  return on ? { ...here, branch: on.branch } : here;
}

const plain = (reply: Reply): Outcome<Answered> =>
  done({ reply: reply.message, ...(reply.run ? { run: reply.run } : {}) });

const Recorded = z.discriminatedUnion('state', [
  z.object({ state: z.literal('under-way') }),
  z.object({ state: z.literal('done'), answered: Answered }),
]);

/** What was answered under a key, if it was used before. */
async function recall(world: World, key: Key): Promise<Outcome<Answered> | undefined> {
  const kept = await world.store.get('outcome', key.id);
  if (!kept) return undefined;
  if (kept.value.hash !== key.hash) return refuse('idempotency_conflict');
  const recorded = Recorded.parse(kept.value.outcome);
  if (recorded.state === 'under-way') {
    const here = world.underWay.get(key.id);
    if (!here) return refuse('indeterminate');
    await Promise.allSettled([here]);
    world.underWay.delete(key.id);
    return recall(world, key);
  }
  return done({ ...recorded.answered, dup: true });
}

async function write(
  world: World,
  by: Person,
  asked: Asked,
  key: Key,
  ready: Ready,
  audit: AuditRow,
): Promise<Outcome<Answered>> {
  const intent = { at: audit.at, key, outcome: { state: 'under-way' }, audit: [audit] };
  const begun = await decide(world, async () => ({ change: intent, answer: () => undefined }));
  if (begun.state !== 'done') return (await recall(world, key)) ?? refuse('indeterminate');
  const ending = ready.act().then((reply) => conclude(world, by, asked, key, reply));
  world.underWay.set(key.id, ending);
  try {
    return await ending;
  } finally {
    world.underWay.delete(key.id);
  }
}

/** Records the answer under the intent's key, and puts it into the feed in the same commit. */
async function conclude(world: World, by: Person, asked: Asked, key: Key, reply: Reply): Promise<Outcome<Answered>> {
  const answered = await decideOnce(world, async () => {
    const at = world.clock.now();
    const entry = answerEntry(by, asked, reply, at);
    const kept = await world.store.get('outcome', key.id);
    const answer: Answered = { reply: reply.message, ...(reply.run ? { run: reply.run } : {}) };
    const put: Put = {
      kind: 'outcome',
      id: key.id,
      after: kept?.version ?? 0,
      value: { hash: key.hash, at, outcome: { state: 'done', answered: answer }, offsets: [] },
    };
    const change = {
      at,
      puts: [put],
      entries: [{ room: asked.room, entry }],
      deliveries: entryDeliveries(world, asked.room, entry),
    };
    return { change, answer: (placed) => ({ ...answer, ...(placed[0] ? { offset: placed[0].entry.offset } : {}) }) };
  });
  return done(answered);
}

/** A read whose answer everybody may see: its one commit holds the answer and the key. */
async function sayHere(world: World, by: Person, asked: Asked, key: Key, ready: Ready): Promise<Outcome<Answered>> {
  const reply = await ready.act();
  const answer: Answered = { reply: reply.message };
  const decided = await decide(world, async () => {
    const at = world.clock.now();
    const entry = answerEntry(by, asked, reply, at);
    const change = {
      at,
      key,
      outcome: { state: 'done', answered: answer },
      entries: [{ room: asked.room, entry }],
      deliveries: entryDeliveries(world, asked.room, entry),
    };
    return { change, answer: (placed) => placed[0]?.entry.offset };
  });
  if (decided.state === 'done')
    return done(decided.value === undefined ? answer : { ...answer, offset: decided.value });
  return (await recall(world, key)) ?? refuse('indeterminate');
}

const answerEntry = (by: Person, asked: Asked, reply: Reply, at: number): NewEntry => ({
  type: 'answered',
  at,
  by,
  line: asked.line,
  message: reply.message,
  ...(reply.about ? { about: reply.about } : {}),
});
