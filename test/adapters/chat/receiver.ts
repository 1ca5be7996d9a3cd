import { expect } from 'vitest';
import type { ChatEvent, ChatReceiver, Outgoing } from '../../../bridge/ports/chat-platform.ts';
import type { Button } from '../../../protocol/model/button.ts';
import { Card } from '../../../protocol/model/card.ts';
import type { Message } from '../../../protocol/model/message.ts';

export const card = (branch: string, version = 1): Card =>
  Card.parse({ key: { repository: 'local/api', branch }, version, updatedAt: 1_700_000_000_000, work: [], ci: [] });

export const words = (text: string): Message => ({
  text,
  blocks: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
});

type EventOf<T extends ChatEvent['type']> = Extract<ChatEvent, { readonly type: T }>;

/** What names an event: the same one may be offered more than once. */
function keyOf(event: ChatEvent): string {
  if ('id' in event) return event.id;
  if (event.type === 'home') return `home ${event.by.user} ${event.at}`;
  if (event.type === 'member') return `member ${event.by.user} ${event.by.member}`;
  const revision = event.type === 'edited' ? event.revision : '';
  return `${event.type} ${event.channel} ${event.message} ${revision}`;
}

/** What a receiver took in. */
export interface Taken {
  readonly receiver: ChatReceiver;
  readonly offered: readonly ChatEvent[];
  /** What it was told of whether it hears, without repeats. */
  readonly hearing: readonly boolean[];
  all<T extends ChatEvent['type']>(type: T): EventOf<T>[];
  said(): EventOf<'said'>[];
  commands(): EventOf<'command'>[];
  /** The next times it takes nothing in. */
  refuse(times: number): void;
}

/** Takes events in as the app does: once per key, keeping a bookmark. What it saw twice it still lists in `offered`. */
export function createReceiver(): Taken {
  const offered: ChatEvent[] = [];
  const hearing: boolean[] = [];
  const taken = new Map<string, ChatEvent>();
  const bookmarks = new Map<string, string>();
  let refusals = 0;
  const receiver: ChatReceiver = {
    hears(now) {
      if (hearing.at(-1) !== now) hearing.push(now);
    },
    async since(channel) {
      return bookmarks.get(channel);
    },
    async take(event) {
      offered.push(event);
      if (refusals > 0) {
        refusals -= 1;
        throw new Error('the store is not available');
      }
      const key = keyOf(event);
      if (!taken.has(key)) taken.set(key, event);
      if (event.type === 'said' && event.message > (bookmarks.get(event.channel) ?? ''))
        bookmarks.set(event.channel, event.message);
    },
  };
  const all = <T extends ChatEvent['type']>(type: T): EventOf<T>[] =>
    [...taken.values()].filter((event): event is EventOf<T> => event.type === type);
  return {
    receiver,
    offered,
    hearing,
    all,
    said: () => all('said'),
    commands: () => all('command'),
    refuse: (times) => void (refusals = times),
  };
}

const patienceMs = 5_000;

/** Waits until `holds` does; there is no event for what did not come yet. */
export async function until(holds: () => unknown): Promise<void> {
  await expect.poll(async () => Boolean(await holds()), { timeout: patienceMs, interval: 5 }).toBe(true);
}

export const cardOf = (oid: string, branch: string, buttons: readonly Button[] = []): Outgoing => ({
  oid,
  type: 'card',
  card: card(branch),
  buttons,
});
export const messageOf = (oid: string, text: string, by?: string): Outgoing => ({
  oid,
  type: 'message',
  message: words(text),
  ...(by === undefined ? {} : { by }),
});

/** Nothing that an adapter says may hold a token. */
export function assertNoToken(log: readonly object[]): void {
  if (/xox|xapp|ticket=/.test(JSON.stringify(log))) throw new Error(`a token was logged: ${JSON.stringify(log)}`);
}

/** How much shorter waits are with the clock of these tests. */
export const quicker = 20;

/** Real time, with shorter waits. */
export const quickClock = {
  now: () => Date.now(),
  after(ms: number, work: () => void) {
    const timer = setTimeout(work, ms / quicker);
    return () => clearTimeout(timer);
  },
};
