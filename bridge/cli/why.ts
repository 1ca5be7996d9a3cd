import { join } from 'node:path';
import * as z from 'zod/mini';
import { readSqliteStore } from '../adapters/store/sqlite/reading.ts';
import { why as look } from '../app/routes/why.ts';
import { readLink } from '../connect/links.ts';
import { Unusable } from '../unusable.ts';
import { type Calling, type Place, type PlaceOptions, placeOf } from './options.ts';
import { askAsOwner, findRunning } from './running.ts';

/** As the bridge says it; its times are the bridge's. */
const Why = z.object({
  about: z.string(),
  lines: z.array(
    z.object({ at: z.number(), event: z.string(), rule: z.string(), verdict: z.string(), result: z.string() }),
  ),
});
type Why = z.infer<typeof Why>;

export interface WhyOptions extends PlaceOptions {
  readonly json?: boolean | undefined;
}

/** Prints how a branch, an entry or a message was told to the chats, and by which rule; also where no bridge runs. */
export async function why(calling: Calling, what: string, options: WhyOptions): Promise<void> {
  const place = await placeOf(calling, options);
  const running = await findRunning(place.announcement, place.data);
  const found = running ? await askAsOwner(running, '/why', { what }, Why) : await lookUp(place, what);
  if (options.json) calling.say(JSON.stringify(found, null, 2));
  else for (const line of told(found)) calling.say(line);
}

/** Reads the store itself, and changes nothing in it. */
async function lookUp(place: Place, what: string): Promise<Why> {
  const store = readSqliteStore(join(place.data, 'shiproom.db'));
  if (!store) throw new Unusable(`No bridge has run here yet: ${place.data} holds no store.`);
  try {
    const [room] = await store.list('room');
    if (!room) throw new Unusable('No bridge has run here yet: its store is empty.');
    const found = await look({ store, readLink }, room.value.id, what);
    if (!found.ok) throw new Unusable(found.refusal.message ?? found.refusal.slug);
    return { about: found.value.about, lines: [...found.value.lines] };
  } finally {
    await store.close();
  }
}

/** One paragraph a line: when and what, by which rule, and what became of it. */
function told({ about, lines }: Why): string[] {
  if (lines.length === 0)
    return [`Nothing of ${about} was told to a chat, nor kept from one. The ledger goes back 14 days.`];
  return [
    `${about}:`,
    ...lines.flatMap(({ at, event, rule, verdict, result }) => [
      '',
      `${local(at)}  ${plain(event)}`,
      ...(rule === '' ? [] : [`${indent}rule    ${plain(rule)}`]),
      ...(verdict === 'kept' || (verdict === 'posted' && result !== '')
        ? []
        : [`${indent}verdict ${verdicts[verdict] ?? verdict}`]),
      ...(result === '' ? [] : [`${indent}result  ${plain(result)}`]),
    ]),
  ];
}

const verdicts: Readonly<Record<string, string>> = {
  posted: 'to be posted',
  later: 'to be posted later',
  left: 'not posted',
};

const indent = ' '.repeat(21);

const two = (value: number): string => String(value).padStart(2, '0');

/** As this machine's people read the time. */
const local = (at: number): string => {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
};

/** What others have written holds nothing that a terminal would obey. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
