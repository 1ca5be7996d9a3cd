import type { Card, CardKey } from '../../../protocol/model/card.ts';
import type { Turn } from '../../../protocol/model/entry.ts';
import type { RepositoryId, RoomId } from '../../../protocol/model/ids.ts';
import { hasEnded, settled } from '../../../protocol/model/health.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { cardId } from '../../domain/card.ts';
import { whyNoTurn } from '../../domain/no-turn.ts';
import { mergeRun, newRun } from '../../domain/run.ts';
import { triaged } from '../../domain/triage.ts';
import { hasJustEnded, isClear, type Told, turn } from '../../domain/turn.ts';
import type { CiReport } from '../../ports/ci-provider.ts';
import type { Change, NewEntry, Put } from '../../ports/store.ts';
import type { Things } from '../../ports/things.ts';
import { changeCard } from '../card-change.ts';
import { decideOnce } from '../decide.ts';
import { endWords, tellEntries, telling, tellNothing } from '../routes/tell.ts';
import { turnEntry } from './turn-entry.ts';
import type { World } from '../world.ts';

/** What a report changes. `dark`: more of the run has to be asked for; of a failure, before anybody is told. */
export interface ReportChange {
  readonly change: Change;
  readonly about: CardKey;
  readonly run: CiRun;
  readonly dark: boolean;
}

/** Takes in what a provider tells of a run: onto the card, and into the feed where a human should notice. What is known already changes nothing. */
export async function receiveReport(
  world: World,
  provider: string,
  report: CiReport,
): Promise<ReportChange | undefined> {
  const received = await decideOnce<ReportChange | undefined>(world, async () => {
    const changed = await reportChange(world, provider, report);
    return changed ? { change: changed.change, answer: () => changed } : { answer: undefined };
  });
  if (received) afterReport(world, received);
  return received;
}

/** What has to follow the commit of a report: what it leaves in the dark is looked into. */
export function afterReport(world: World, { about, run, dark }: ReportChange): void {
  world.openRuns.note({ about, run });
  if (dark) world.refresher.look(run.provider, run.run);
}

/** The change that a report makes, as things stand now; undefined where it makes none, or is about a repository of no room. */
export async function reportChange(
  world: World,
  provider: string,
  report: CiReport,
): Promise<ReportChange | undefined> {
  const at = world.clock.now();
  const kept = await world.store.get('run', report.run);
  const place = kept?.value ?? (await placeOf(world, provider, report));
  if (!place) return undefined;
  const { room, about } = place;
  const { handle = kept?.value.handle, of: origin, ...facts } = report;
  const merged = mergeRun(place.run, { ...facts, ...(origin ? { queuedAt: origin.queuedAt } : {}) });
  if (kept && merged === place.run && handle === kept.value.handle) return undefined;
  const run = merged.failures.length > 0 && merged !== place.run ? await judged(world, about, merged) : merged;
  const put: Put = {
    kind: 'run',
    id: run.run,
    room,
    after: kept?.version ?? 0,
    value: { room, about, run, ...(handle === undefined ? {} : { handle }) },
  };
  const fact = { source: 'ci', fact: run } as const;
  const changed = await changeCard(world, room, about, fact);
  if (!changed) return { change: { at, puts: [put] }, about, run, dark: false };
  const told = await world.store.get('told', cardId(about));
  const old = !kept && !told && isOld(run, at);
  const now = old ? asItIs(changed.card) : turn(changed.before.ci, changed.card.ci, run, told?.value.health);
  // Green again: nobody has to be on it any more.
  const released =
    now.turn === 'fixed' && changed.card.claim ? ({ source: 'claim', fact: undefined } as const) : undefined;
  const mended = released && (await changeCard(world, room, about, fact, released));
  const entries = old ? [] : turnEntries(world, now.turn, changed.card, run, at, changed.before.ci);
  const change: Change = {
    at,
    puts: [put, mended?.put ?? changed.put, ...toldPut(about, room, told, now.told)],
    entries: entries.map((entry) => ({ room, entry })),
  };
  const last = mended ?? changed;
  const tellings = await tellEntries(world, room, entries, last.card, last.told);
  const newest = changed.card.ci[0]?.run === run.run;
  const ended = hasJustEnded(changed.before.ci, run) && entries.length === 0;
  const why = old ? 'it was over long before the bridge heard of it' : whyNoTurn(last.card.ci, run, told?.value.health);
  const silent = ended ? [tellNothing(world, room, about, endWords(run), why)] : [];
  return {
    change: telling(change, last.told, ...tellings, ...silent),
    about,
    run,
    dark: isDark(run, report) && (newest || !old),
  };
}

/** What ended so long before the bridge first heard of it is no news. */
const oldMs = 15 * 60_000;

const isOld = ({ state, endedAt }: CiRun, now: number): boolean =>
  hasEnded(state) && endedAt !== undefined && now - endedAt > oldMs;

/** A branch that the bridge meets as it is: people know already what CI has made of it. */
function asItIs({ ci }: Card): { readonly turn?: Turn; readonly told?: Told } {
  const health = settled(ci);
  return health === undefined ? {} : { told: health };
}

/** A failure that shows nothing; or an answer to one gate, which does not say what else the run waits for. */
const isDark = (run: CiRun, { decisions }: CiReport): boolean =>
  hasEnded(run.state) ? !isClear(run) : decisions !== undefined && decisions.length > 0;

/** The run's failures as the history of its branch, and of the base, sees them. */
async function judged(world: World, about: CardKey, run: CiRun): Promise<CiRun> {
  const card = await world.store.get('card', cardId(about));
  const base = card?.value.forge?.base;
  const ofBase =
    base === undefined || base === about.branch
      ? undefined
      : await world.store.get('card', cardId({ repository: about.repository, branch: base }));
  return triaged(run, card?.value.ci ?? [], ofBase?.value.ci ?? []);
}

/** Where a run that the bridge did not start belongs: to the room that follows its repository. */
async function placeOf(world: World, provider: string, report: CiReport): Promise<Things['run'] | undefined> {
  const { of, run } = report;
  const room = of && (await roomOf(world, of.repository));
  if (!of || !room) return undefined;
  const { repository, branch, ...rest } = of;
  return { room, about: { repository, branch }, run: newRun({ ...rest, run, provider }) };
}

/** The room that follows a repository. */
export async function roomOf(world: World, repository: RepositoryId): Promise<RoomId | undefined> {
  const rooms = await world.store.list('room');
  return rooms.find(({ value }) => value.repositories.includes(repository))?.value.id;
}

function toldPut(
  about: CardKey,
  room: RoomId,
  kept: { readonly version: number } | undefined,
  told: Told | undefined,
): Put[] {
  if (!told) return [];
  return [{ kind: 'told', id: cardId(about), room, after: kept?.version ?? 0, value: { health: told } }];
}

/** What goes into the feed: a change of the branch; or, for whoever asked for the run, that it has ended; and that somebody is asked to let it go on. */
function turnEntries(
  world: World,
  turned: Turn | undefined,
  card: Card,
  run: CiRun,
  at: number,
  before: readonly CiRun[],
): NewEntry[] {
  const entries = turned ? [turnEntry(world, turned, card, run, at)] : [];
  const known = before.find((each) => each.run === run.run);
  const waited = known?.attempt === run.attempt ? (known.gates ?? []).map(({ environment }) => environment) : [];
  const gates = (run.gates ?? []).filter(({ environment }) => !waited.includes(environment));
  if (gates.length > 0) entries.push(turnEntry(world, 'approval-asked', card, { ...run, gates }, at));
  const asked = run.requestedBy !== undefined && hasJustEnded(before, run);
  if (asked && turned === undefined) entries.push(turnEntry(world, 'ended', card, run, at));
  return entries;
}
