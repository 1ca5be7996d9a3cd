import type { Person } from '../../../protocol/model/person.ts';
import { type Line, readLine } from '../../domain/line.ts';
import { type Asker, may } from '../../domain/permission.ts';
import type { AuditRow } from '../../ports/store.ts';
import { act, type Asked, plain, publish } from './act-line.ts';
import { catalog, catalogFor } from '../commands/catalog.ts';
import type { Context, Ready } from '../commands/command.ts';
import { decideOnce } from '../decide.ts';
import { done, type Outcome, refuse, sha256 } from '../outcome.ts';
import { whyNotPermitted } from '../people/permitted.ts';
import { type Answered, recall } from './recorded-answer.ts';
import type { World } from '../world.ts';

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
  const understood = await understand(world, by, asker, asked);
  if (!understood.ok) return understood;
  const { line, ready } = understood.value;
  const deed = {
    command: line.command.name,
    effect: line.command.effect,
    ...(ready.branch ? { branch: ready.branch } : {}),
  };
  const verdict = may(asker, deed, world.policy);
  if (line.command.effect === 'read') {
    const reply = await ready.act();
    if (!reply.ok) return reply;
    // A link or a code is nobody else's, whatever its asker says.
    return line.here && !line.command.private ? publish(world, by, asked, key, reply) : plain(reply.value);
  }
  const denial = verdict.allowed
    ? ready.at && (await whyNotPermitted(world, by, ready.at))
    : refuse('not_allowed_here', verdict.why).refusal;
  const audit: AuditRow = {
    at: now,
    room: asked.room,
    person: by.id,
    act: deed.command,
    detail: asked.line,
    verdict: denial ? 'denied' : 'allowed',
  };
  if (denial) {
    await decideOnce(world, async () => ({ change: { at: now, audit: [audit] }, answer: () => undefined }));
    return { ok: false, refusal: denial };
  }
  // Whoever may do it hears why it will not be done; others hear only that they may not.
  if (ready.refusal) return { ok: false, refusal: ready.refusal };
  if (ready.idle && !line.here) {
    await decideOnce(world, async () => ({ change: { at: now, audit: [audit] }, answer: () => undefined }));
    const answer = await ready.act();
    return answer.ok ? plain(answer.value) : answer;
  }
  return act(world, { by, asked, key, ready, audit });
}

/** Reads a line, and has its command find what it is about. */
async function understand(
  world: World,
  by: Person,
  asker: Asker,
  asked: Asked,
): Promise<Outcome<{ readonly line: Line; readonly ready: Ready }>> {
  const room = await world.store.get('room', asked.room);
  if (!room) return refuse('forbidden_or_missing', 'There is no such room.', 'room');
  const { repositories } = room.value;
  if (asked.about && !repositories.includes(asked.about.repository))
    return refuse(
      'forbidden_or_missing',
      `This room follows ${repositories.join(', ')}, and not ${asked.about.repository}.`,
      'about',
    );
  const specs = catalog.map((each) => each.spec);
  // Whoever calls the bot and says nothing wants to know what it can do.
  const line = readLine(asked.line.trim() === '' ? 'help' : asked.line, specs);
  if ('message' in line) return refuse('invalid_params', line.message, 'line');
  const command = catalog.find((each) => each.spec === line.command);
  if (!command) throw new Error(`no command for ${line.command.name}`);
  const context = contextOf(world, by, asker, asked, line, repositories[0]);
  if (!context) return refuse('forbidden_or_missing', 'This room follows no repository.', 'room');
  return done({ line, ready: await command.prepare(context) });
}

function contextOf(
  world: World,
  by: Person,
  asker: Asker,
  asked: Asked,
  { values, options }: Line,
  first: Context['repository'] | undefined,
): Context | undefined {
  const on = asked.about ?? world.roster.people().find((each) => each.person.id === by.id)?.on;
  const repository = on?.repository ?? first;
  if (!repository) return undefined;
  const here = {
    world,
    room: asked.room,
    by,
    asker,
    repository,
    values,
    options,
    catalog: catalogFor(asker, world.policy),
    ...(asked.from ? { from: asked.from } : {}),
  };
  return on ? { ...here, branch: on.branch } : here;
}
