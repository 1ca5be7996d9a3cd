import type { Block } from '../../../protocol/model/message.ts';
import type { CardKey } from '../../../protocol/model/card.ts';
import type { Entry } from '../../../protocol/model/entry.ts';
import { BranchName, type Offset, type RunId } from '../../../protocol/model/ids.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { cardId } from '../../domain/card.ts';
import { seenBy } from '../../domain/feed.ts';
import { code, list, message, paragraph, say, type Words } from '../../domain/prose.ts';
import type { Delivery, LedgerRow } from '../../ports/store.ts';
import { type Ruling, rulingsOf } from '../routes/rulings.ts';
import { endWords, eventWords } from '../routes/tell.ts';
import { resultOf } from '../routes/why-result.ts';
import type { World } from '../world.ts';
import { type Command, type Context, reading, type Reply } from './command.ts';
import { findRun } from './runs.ts';

type Told = Exclude<Entry, { type: 'skip' | 'amended' }>;

/** What somebody means by an event: an entry of the feed; or a run's end of which nobody was told. */
type Found = { readonly entry: Told } | { readonly about: CardKey; readonly run: CiRun } | { readonly quiet: CardKey };

/** Replays an event that has happened through the routes as they stand now, and says what became of it then. */
export const explain: Command = {
  spec: {
    name: 'explain',
    summary: 'Says where an event is told, by which route, and why not elsewhere',
    effect: 'read',
    arguments: [
      {
        name: 'event',
        summary: 'An entry of the feed (123), a run (its id, or #42 of your branch), or a branch: its newest change',
        kind: 'word',
        required: true,
      },
    ],
  },
  prepare: (context) =>
    reading(async () => {
      const what = context.values['event'] ?? '';
      const found = await eventNamed(context, what);
      if (!found) return { message: say(['Nothing is known of ', code(what), ' here.']) };
      if ('entry' in found) return ofEntry(context, found.entry);
      return 'run' in found ? ofRun(context, found.about, found.run) : ofBranch(context, found.quiet);
    }),
};

async function eventNamed(context: Context, what: string): Promise<Found | undefined> {
  const run = /^\d+$/.test(what) ? undefined : await findRun(context, what, () => false);
  if (run) return (await newestTurn(context, run.about, run.run.run)) ?? run;
  const branch = BranchName.safeParse(what);
  const about = branch.success ? { repository: context.repository, branch: branch.data } : undefined;
  if (about && (await context.world.store.get('card', cardId(about))))
    return (await newestTurn(context, about)) ?? { quiet: about };
  const number = /^#?(\d{1,15})$/.exec(what)?.[1];
  return number === undefined ? undefined : entryAt(context, Number(number));
}

async function entryAt({ world, room, by }: Context, offset: Offset): Promise<Found | undefined> {
  const stretch = await world.store.feed(room, { after: offset - 1 }, 1);
  const entry = stretch?.entries.find((each) => each.offset === offset);
  const seen = entry && seenBy(entry, by.id);
  return seen && isTold(seen) ? { entry: seen } : undefined;
}

const isTold = (entry: Entry): entry is Told => entry.type !== 'skip' && entry.type !== 'amended';

/** So far back a branch's newest change is looked for. */
const searched = 2_000;
const page = 500;

async function newestTurn({ world, room }: Context, about: CardKey, run?: RunId): Promise<Found | undefined> {
  const id = cardId(about);
  const last = await world.store.feed(room, { after: 0 }, 0);
  let before = (last?.top ?? 0) + 1;
  for (let seen = 0; seen < searched && before > 1; seen += page) {
    const stretch = await world.store.feed(room, { before }, page);
    const entry = stretch?.entries.findLast(
      (each) => each.type === 'turned' && cardId(each.about) === id && (run === undefined || each.run === run),
    );
    if (entry && isTold(entry)) return { entry };
    before = stretch?.entries[0]?.offset ?? 0;
  }
  return undefined;
}

async function ofEntry(context: Context, entry: Told): Promise<Reply> {
  const { world, room } = context;
  const { about } = entry;
  const card = about && (await world.store.get('card', cardId(about)))?.value;
  const rulings = await rulingsOf(world, room, entry, card);
  const { rows, deliveries } = await world.store.trace({ room, entry: entry.offset });
  return {
    message: message(
      paragraph([`#${entry.offset}, `, code(eventWords(entry)), ', as the routes stand now:']),
      rulings.length > 0
        ? list(rulings.map(ruled))
        : paragraph('It is for one person alone, or no route leads anywhere.'),
      ...broken(world, about),
      ...then(rows, deliveries),
    ),
    ...(about ? { about } : {}),
  };
}

const verdicts = { posted: 'would be posted', later: 'would be told later', left: 'would not be posted' } as const;

function ruled({ to, verdict, rule, why, about, broadcast }: Ruling): Words {
  const place = to ? ` to ${to.platform} ${to.channel}` : '';
  const where =
    verdict === 'posted' && about ? `, in the thread of its card${broadcast ? ' and the channel' : ''}` : '';
  return `${rule}: ${verdicts[verdict]}${place}${where}: ${why}`;
}

/** A file that is not followed as it stands explains why the routes are not as somebody wrote them. */
function broken(world: World, about: CardKey | undefined): Block[] {
  const problem = about && world.routes.problem(about.repository);
  return problem === undefined ? [] : [paragraph(['The routes of the repository are not the newest ones: ', problem])];
}

/** What the ledger says. */
function then(rows: readonly LedgerRow[], deliveries: readonly Delivery[]): Block[] {
  if (rows.length === 0) return [paragraph('The ledger says nothing of it: it keeps 14 days.')];
  const lines = rows.slice(-20).map(({ at, rule, verdict, delivery }) => {
    const led = deliveries.find(({ id }) => id === delivery);
    return `${instant(at)} ${led ? resultOf(led) : verdict} · ${rule}`;
  });
  return [paragraph('What became of it then:'), list(lines)];
}

const instant = (at: number): string => `${new Date(at).toISOString().slice(5, 16).replace('T', ' ')} UTC`;

async function ofRun(context: Context, about: CardKey, run: CiRun): Promise<Reply> {
  const { rows, deliveries } = await context.world.store.trace({ room: context.room, card: about });
  const event = endWords(run);
  const own = rows.filter((row) => row.event === event);
  const head = paragraph(['Nothing was said of ', code(event), '.']);
  return { message: message(head, ...broken(context.world, about), ...then(own, deliveries)), about };
}

async function ofBranch(context: Context, about: CardKey): Promise<Reply> {
  const { rows, deliveries } = await context.world.store.trace({ room: context.room, card: about });
  const head = paragraph(['Nothing that a human should notice is known to have happened to ', code(about.branch), '.']);
  return { message: message(head, ...broken(context.world, about), ...then(rows, deliveries)), about };
}
