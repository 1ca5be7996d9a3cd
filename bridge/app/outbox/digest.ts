import type { Inline, Message } from '../../../protocol/model/message.ts';
import { code, list, message, paragraph, type Words } from '../../domain/prose.ts';
import type { Change, Delivery, NewDelivery, Put } from '../../ports/store.ts';
import type { Things } from '../../ports/things.ts';
import type { World } from '../world.ts';

type Digest = Things['digest'];
type Item = Digest['items'][number];

/** [C7] Whoever wants to read what is older than this has the room for it. */
const staleMs = 24 * 60 * 60_000;
const mostItems = 50;
/** So long what comes together is gathered before it is told. */
const gatherMs = 5_000;
const mostChars = 200;

/** Whether it was asked for more than a day ago. */
export const hasWaitedLong = ({ queuedAt }: Delivery, now: number): boolean => now - queuedAt > staleMs;

/** Whether nobody wants it as a message of its own any more: it has never been posted, and has waited for longer than a day. */
export const isStale = (delivery: Delivery, now: number): boolean =>
  delivery.task.type === 'message' &&
  delivery.task.message !== undefined &&
  delivery.state === 'waiting' &&
  delivery.posted === undefined &&
  hasWaitedLong(delivery, now);

const shorten = (text: string): string => (text.length > mostChars ? `${text.slice(0, mostChars - 1)}…` : text);

/** A message as a digest has it. */
const itemText = ({ text }: Message, by: string | undefined): string =>
  shorten(by === undefined ? text : `${by}: ${text}`);

/** Changes a message that stands in digests, or takes it out, and has them told anew. */
export async function amendGathered(
  world: World,
  { task, room, entry, state }: Delivery,
  now: Message | undefined,
): Promise<{ readonly puts: readonly Put[]; readonly deliveries: readonly NewDelivery[] }> {
  if (task.type !== 'message' || state !== 'superseded' || entry === undefined) return { puts: [], deliveries: [] };
  const all = await world.store.list('digest', room);
  const its = all.filter(
    ({ value: { platform, channel, items } }) =>
      platform === task.platform && channel === task.channel && items.some((each) => each.entry === entry),
  );
  const wishes = its.map(async ({ id, version }): Promise<NewDelivery[]> => {
    const { deliveries } = await world.store.trace({ delivery: `digest/${id}` });
    return deliveries.map(({ id: told, lane, task: shown, queuedAt }) => ({
      id: told,
      room,
      lane,
      task: shown,
      queuedAt,
      wanted: version + 1,
    }));
  });
  const puts = its.map(({ id, version, value }): Put => {
    const items = value.items.flatMap((each): Item[] =>
      each.entry !== entry ? [each] : now ? [{ ...each, text: itemText(now, task.by) }] : [],
    );
    return { kind: 'digest', id, room, after: version, value: { ...value, items } };
  });
  return { puts, deliveries: (await Promise.all(wishes)).flat() };
}

/** Puts a stale message into its channel's digest of the day, and has that told: what is to be committed along with the message's end. */
export async function gather(
  world: World,
  delivery: Delivery,
): Promise<Pick<Change, 'puts' | 'deliveries' | 'ledger'>> {
  const { task, room, queuedAt: at } = delivery;
  if (task.type !== 'message' || !task.message) return {};
  const { platform, channel, by, about } = task;
  const now = world.clock.now();
  const id = `${platform}/${channel}/stale/${new Date(now).toISOString().slice(0, 10)}`;
  const kept = await world.store.get('digest', id);
  const after = kept?.version ?? 0;
  const item = { at, text: itemText(task.message, by) };
  const value = withItem(kept?.value ?? { platform, channel, reason: 'stale', dueAt: now, items: [], more: 0 }, {
    ...item,
    ...(about ? { about } : {}),
    ...(delivery.entry === undefined ? {} : { entry: delivery.entry }),
  });
  const wish: NewDelivery = {
    id: `digest/${id}`,
    room,
    lane: `${platform}/${channel}/`,
    task: { type: 'digest', platform, channel, digest: id },
    queuedAt: now,
    wanted: after + 1,
    calmMs: gatherMs,
  };
  const put: Put = { kind: 'digest', id, room, after, value };
  const where = { at: now, room, ...(about ? { about } : {}), delivery: wish.id };
  const ledger = [
    { ...where, event: `message ${delivery.id}`, rule: 'waited for longer than a day', verdict: 'later' },
  ] as const;
  return { puts: [put], deliveries: [wish], ledger };
}

function withItem(digest: Digest, item: Item): Digest {
  const items = [...digest.items, item].toSorted((a, b) => a.at - b.at);
  return { ...digest, items: items.slice(0, mostItems), more: digest.more + Math.max(0, items.length - mostItems) };
}

const titles: Record<Digest['reason'], string> = {
  quiet: 'While this channel was quiet:',
  stale: 'These had waited for longer than a day, and are told together:',
};

const line = ({ at, text, about }: Item): Words => [
  `${instant(at)} `,
  ...(about && !text.includes(about.branch) ? [code(about.branch), ' '] : []),
  // One line for each: what stood in a list follows what it was about.
  text.replaceAll(/\n(?:• )?/g, ' · '),
];

/** A digest as it is posted: its items by their time, and where the rest is to be read. */
export function digestMessage({ reason, items, more }: Digest, address: string): Message {
  const room: Inline = { type: 'link', text: 'Read it all in the room', href: address };
  return message(
    paragraph(titles[reason]),
    items.length > 0 ? list(items.map(line)) : paragraph('All of it was taken back.'),
    paragraph([...(more > 0 ? [`And ${more} more. `] : []), room, '.']),
  );
}

const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
