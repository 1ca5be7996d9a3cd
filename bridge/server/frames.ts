import type { Card } from '../../protocol/model/card.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Epoch, RoomId } from '../../protocol/model/ids.ts';
import type { Overlap, Presence } from '../../protocol/model/presence.ts';
import type { NotificationMethod, NotificationParams } from '../../protocol/wire/methods.ts';
import { limits } from './limits.ts';

/** Room for the envelope around what is counted. */
export const budget = limits.frameOut - 4096;

export const notification = <N extends NotificationMethod>(method: N, params: NotificationParams<N>): string =>
  JSON.stringify({ jsonrpc: '2.0', method, params });

/** Frames of entries, in order: as many to a frame as it may hold. Each is serialised once. */
export function entryFrames(room: RoomId, epoch: Epoch, entries: readonly Entry[]): Buffer[] {
  const frames: Buffer[] = [];
  let parts: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (parts.length === 0) return;
    const params = `{"room":${JSON.stringify(room)},"epoch":${JSON.stringify(epoch)},"entries":[${parts.join(',')}]}`;
    frames.push(Buffer.from(`{"jsonrpc":"2.0","method":"feed/entries","params":${params}}`));
    parts = [];
    size = 0;
  };
  for (const entry of entries) {
    const part = JSON.stringify(entry);
    const bytes = Buffer.byteLength(part) + 1;
    if (size + bytes > budget) flush();
    parts.push(part);
    size += bytes;
  }
  flush();
  return frames;
}

/** The first or last things of a list that come to at most `bytes`; but `least` of them, whatever they come to. */
export function fitting<T>(things: readonly T[], bytes: number, from: 'first' | 'last', least = 1): T[] {
  const kept: T[] = [];
  let size = 0;
  for (const thing of from === 'first' ? things : things.toReversed()) {
    size += Buffer.byteLength(JSON.stringify(thing)) + 1;
    if (size > bytes && kept.length >= least) break;
    kept.push(thing);
  }
  return from === 'first' ? kept : kept.toReversed();
}

/** Who is here, as many as a frame holds. */
export const peopleFrame = (room: RoomId, people: readonly Presence[]): string =>
  notification('presence/changed', { room, people: fitting(people, budget, 'first') });

/** What one person is told of their overlaps: as many as a frame holds. */
export const overlapFrame = (room: RoomId, overlaps: readonly Overlap[]): string =>
  notification('presence/overlaps', { room, overlaps: fitting(overlaps, budget, 'first') });

/** A card that fits a frame: where it does not, its oldest runs lose the steps of their jobs, then what failed in them, and then go. */
export function fittingCard(card: Card): Card {
  let slim = card;
  for (const strip of [withoutSteps, withoutDetails])
    for (let left = card.ci.length; left > 0 && tooLarge(slim); left -= 1)
      slim = { ...slim, ci: slim.ci.map((run, index) => (index < left - 1 ? run : strip(run))) };
  return tooLarge(slim) ? { ...slim, ci: slim.ci.slice(0, 5), work: slim.work.slice(0, 5) } : slim;
}

const withoutSteps = (run: CiRun): CiRun =>
  run.jobs ? { ...run, jobs: run.jobs.map((job) => ({ ...job, steps: [] })) } : run;
const withoutDetails = (run: CiRun): CiRun => ({ ...withoutSteps(run), failures: [], lines: [] });

const tooLarge = (card: Card): boolean => Buffer.byteLength(JSON.stringify(card)) > budget;
