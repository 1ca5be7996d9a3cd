import type { Socket, SocketEvents } from '../../client/socket.ts';
import type { Card } from '../../protocol/model/card.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Epoch } from '../../protocol/model/ids.ts';
import type { Overlap, Presence } from '../../protocol/model/presence.ts';
import { failures, type Slug } from '../../protocol/wire/failure.ts';
import {
  type Method,
  methods,
  type NotificationMethod,
  type NotificationParams,
  type Params,
} from '../../protocol/wire/methods.ts';
import { Request } from '../../protocol/wire/rpc.ts';
import { ana, type BridgeMemory, bridgeMemory, plainMessage, type Refusing } from './bridge-memory.ts';
import type { ManualClock } from './clock.ts';
import { room } from './samples.ts';

/** A bridge in memory: it speaks the wire over `Socket`, keeps a feed and what each key was answered, and breaks as the test says. */
export interface BridgeDouble {
  /** To be given to a client's surroundings. */
  open(events: SocketEvents): Socket;
  /** What it remembers: the feed, and what had an effect. */
  readonly memory: BridgeMemory;
  readonly epoch: Epoch;
  readonly entries: readonly Entry[];
  /** All requests that arrived, in order; what no request was is in `faults`. */
  readonly heard: readonly { readonly method: string; readonly params: unknown }[];
  readonly faults: readonly string[];
  /** How many sockets were ever opened, and how many have said hello and stand. */
  readonly opened: number;
  standing(): number;
  /** Somebody else says something. */
  say(text: string): Entry;
  /** The entry at `offset` is changed, or taken back, by whoever said it. */
  amend(offset: number, text: string | null): Entry;
  /** An entry that this reader may not see. */
  skip(): void;
  card(card: Card): void;
  people(people: readonly Presence[]): void;
  /** To the one person who is here. */
  overlaps(overlaps: readonly Overlap[]): void;
  tick(): void;
  /** Sends any frame to all who stand, as it is. */
  raw(text: string): void;
  /** Says farewell where a hint is given, and closes every socket. */
  kick(code: number, retryAfterMs?: number): void;
  /** The line breaks: what is on its way is lost, both ways. */
  cut(): void;
  /** While true, no socket opens. */
  down: boolean;
  /** While true, what the bridge sends goes nowhere. */
  silent: boolean;
  /** How many of the next notifications are lost on their way. */
  lose: number;
  /** How many missed entries a hello brings at most; the rest follows as news. */
  helloEntries: number;
  /** Refuses the next request of this method. */
  refuse(method: Method, how: Refusing): void;
  /** While a method is in it, its requests take effect and their answers are lost. */
  readonly unanswered: Set<Method>;
}

export interface BridgeDoubleOptions {
  readonly clock: ManualClock;
  readonly latencyMs?: number;
  /** What a client has to come with. */
  readonly token?: string;
  readonly code?: string;
  /** By how much this bridge's clock is ahead. */
  readonly aheadMs?: number;
}

interface Line {
  readonly events: SocketEvents;
  alive: boolean;
  greeted: boolean;
  /** What is to be sent once hello is answered. */
  rest?: (() => void) | undefined;
}

export function bridgeDouble(options: BridgeDoubleOptions): BridgeDouble {
  const { clock, latencyMs = 5, token = 'token-of-ana', code, aheadMs = 0 } = options;
  const now = (): number => clock.now() + aheadMs;
  const lines = new Set<Line>();
  const refusals = new Map<Method, Refusing[]>();
  const heard: { method: string; params: unknown }[] = [];
  const faults: string[] = [];
  let codeUsed = false;
  let signedOut = false;
  const memory = bridgeMemory(now, (entry) => news('feed/entries', { room, epoch: memory.epoch(), entries: [entry] }));

  /** In order, and only while the line is whole. */
  function later(line: Line, work: () => void): void {
    clock.after(latencyMs, () => line.alive && work());
  }
  function send(line: Line, frame: object): void {
    if (!double.silent) later(line, () => line.events.received(JSON.stringify(frame)));
  }
  function news<N extends NotificationMethod>(method: N, params: NotificationParams<N>): void {
    for (const line of lines) {
      if (!line.greeted) continue;
      if (double.lose > 0) double.lose -= 1;
      else send(line, { jsonrpc: '2.0', method, params });
    }
  }
  function close(line: Line, closeCode: number): void {
    lines.delete(line);
    later(line, () => {
      line.alive = false;
      line.events.closed(closeCode, '');
    });
  }

  function hello({ token: shown, code: shownCode, cursors }: Params<'session/hello'>, line: Line): object {
    const bought = shownCode !== undefined && shownCode === code && !codeUsed;
    if (!bought && (signedOut || shown !== token)) {
      line.rest = () => close(line, 4301);
      return { slug: 'not_authenticated' };
    }
    codeUsed ||= bought;
    signedOut &&= !bought;
    line.greeted = true;
    const cursor = cursors.find((each) => each.room === room);
    const { state, rest } = memory.enter(cursor, double.helloEntries);
    const params = { room, epoch: memory.epoch(), entries: rest };
    if (rest.length > 0) line.rest = () => send(line, { jsonrpc: '2.0', method: 'feed/entries', params });
    return { protocol: 1, person: ana, now: now(), ...(bought ? { token } : {}), rooms: [state] };
  }

  function take(line: Line, text: string): void {
    if (!lines.has(line)) return;
    const request = Request.safeParse(JSON.parse(text));
    const method = request.success && isMethod(request.data.method) ? request.data.method : undefined;
    const params = method && methods[method].params.safeParse(request.data?.params);
    const early = method !== 'session/hello' && !line.greeted;
    if (!request.success || !method || !params?.success || early) return void faults.push(text);
    heard.push({ method, params: params.data });
    const how = refusals.get(method)?.shift() ?? answer(method, params.data, line);
    if (!double.unanswered.has(method)) send(line, frameOf(request.data.id, how));
    line.rest?.();
    line.rest = undefined;
  }

  function answer(method: Method, params: unknown, line: Line): object {
    if (method === 'session/hello') return hello(params as Params<'session/hello'>, line);
    if (method === 'person/sign-out') {
      signedOut = true;
      line.rest = () => close(line, 4301);
    }
    return (memory.answers[method] as (params: unknown) => object)(params);
  }

  const double: BridgeDouble & { opened: number } = {
    memory,
    get epoch() {
      return memory.epoch();
    },
    get entries() {
      return memory.entries();
    },
    heard,
    faults,
    opened: 0,
    down: false,
    silent: false,
    lose: 0,
    helloEntries: 500,
    unanswered: new Set(),
    standing: () => [...lines].filter((line) => line.greeted).length,
    open(events) {
      double.opened += 1;
      const line: Line = { events, alive: true, greeted: false };
      if (double.down) close(line, 1006);
      else {
        lines.add(line);
        later(line, () => events.opened());
      }
      return {
        send: (text) => later(line, () => take(line, text)),
        close: (closeCode) => close(line, closeCode),
      };
    },
    say: (text) => memory.append((place) => ({ ...place, type: 'said', by: bot, message: plainMessage(text) })),
    amend: (offset, text) => memory.amend(offset, text),
    skip: () => void memory.append((place) => ({ ...place, type: 'skip' })),
    card(card) {
      memory.cards.set(JSON.stringify(card.key), card);
      news('card/changed', { room, card });
    },
    people(here) {
      memory.people = here;
      news('presence/changed', { room, people: [...here] });
    },
    overlaps: (overlaps) => news('presence/overlaps', { room, overlaps: [...overlaps] }),
    tick: () =>
      news('session/tick', { now: now(), tops: [{ room, epoch: memory.epoch(), top: memory.entries().length }] }),
    raw(text) {
      for (const line of lines) if (line.greeted) later(line, () => line.events.received(text));
    },
    kick(kicked, retryAfterMs) {
      const bye = { code: kicked, slug: 'kicked', resume: kicked < 4200 };
      if (retryAfterMs !== undefined) news('session/bye', { ...bye, retryAfterMs });
      for (const line of lines) close(line, kicked);
    },
    cut() {
      for (const line of lines) {
        line.alive = false;
        clock.after(latencyMs, () => line.events.closed(1006, ''));
      }
      lines.clear();
    },
    refuse: (method, how) => void refusals.set(method, [...(refusals.get(method) ?? []), how]),
  };
  return double;
}

const bot = { type: 'bot', name: 'bot' } as const;

const isMethod = (name: string): name is Method => Object.hasOwn(methods, name);

function frameOf(id: unknown, how: object): object {
  if (!('slug' in how)) return { jsonrpc: '2.0', id, result: how };
  const { slug, message, retryable, retryAfterMs, field } = how as Refusing;
  const row = Object.hasOwn(failures, slug) ? failures[slug as Slug] : undefined;
  const again = retryable ?? (row?.retry === 'same-mid' || row?.retry === 'after');
  const data = { slug, retryable: again, retryAfterMs, field };
  return { jsonrpc: '2.0', id, error: { code: row?.code ?? 1, message: message ?? row?.message ?? slug, data } };
}
