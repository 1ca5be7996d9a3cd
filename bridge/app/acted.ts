import type { CardKey } from '../../protocol/model/card.ts';
import type { Mid, RoomId, RunId } from '../../protocol/model/ids.ts';
import type { Person } from '../../protocol/model/person.ts';
import { message, paragraph } from '../domain/prose.ts';
import { tellEntry, telling } from './routes/tell.ts';
import { decide } from './decide.ts';
import { done, type Outcome, refuse, sha256 } from './outcome.ts';
import type { World } from './world.ts';

/** What somebody did at an engine by themselves, with credentials that only their editor has. */
export interface Acted {
  readonly mid: Mid;
  readonly room: RoomId;
  readonly about: CardKey;
  /** The command that would have done the same. */
  readonly line: string;
  readonly run?: RunId | undefined;
  readonly done: boolean;
  readonly why?: string | undefined;
}

/** Records it, once: in the audit and in the feed. It gives nobody any right, and is believed no further: the engine is asked how the run stands. */
export async function recordActed(
  world: World,
  by: Person,
  acted: Acted,
): Promise<Outcome<{ offset?: number; dup?: boolean }>> {
  const room = await world.store.get('room', acted.room);
  if (!room) return refuse('forbidden_or_missing', 'There is no such room.', 'room');
  if (!room.value.repositories.includes(acted.about.repository))
    return refuse('forbidden_or_missing', 'This room does not follow that repository.', 'about.repository');
  const words = acted.done
    ? 'Done by themselves.'
    : `Tried by themselves, and refused: ${acted.why ?? 'no reason given'}`;
  const decided = await decide(world, async () => {
    const at = world.clock.now();
    const entry = {
      type: 'answered',
      at,
      by,
      line: acted.line,
      message: message(paragraph(words)),
      about: acted.about,
    } as const;
    const change = {
      at,
      key: {
        id: `${by.id}/${acted.mid}`,
        hash: sha256(JSON.stringify(['acted', acted.room, acted.about, acted.line, acted.run, acted.done, acted.why])),
      },
      entries: [{ room: acted.room, entry }],
      audit: [{ at, room: acted.room, person: by.id, act: 'acted', detail: acted.line, verdict: 'allowed' as const }],
    };
    return {
      change: telling(change, await tellEntry(world, acted.room, entry, 0)),
      answer: (placed) => placed[0]?.entry.offset,
    };
  });
  if (decided.state === 'misused') return refuse('idempotency_conflict');
  const kept = acted.run === undefined ? undefined : await world.store.get('run', acted.run);
  if (kept) world.refresher.look(kept.value.run.provider, kept.value.run.run);
  else world.refresher.mark(acted.about.repository, [acted.about.branch]);
  const offset = decided.state === 'done' ? decided.value : decided.offsets[0];
  return done({ ...(offset === undefined ? {} : { offset }), ...(decided.state === 'duplicate' ? { dup: true } : {}) });
}
