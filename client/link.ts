import * as z from 'zod/mini';
import {
  type NotificationMethod,
  type NotificationParams,
  notifications,
  type Params,
  type Result,
} from '../protocol/wire/methods.ts';
import { type Answered, type Ask, type Calls, createCalls, type Failed } from './calls.ts';
import { readFrame } from './frame.ts';
import type { Ending } from './reconnect.ts';
import type { Socket, Surroundings } from './socket.ts';

/** The same table, as the compiler follows it from a method to its parameters. */
const news: { readonly [N in NotificationMethod]: z.core.$ZodType<NotificationParams<N>> } = notifications;

type Handlers = { readonly [N in NotificationMethod]: (params: NotificationParams<N>) => void };
/** What to do with the bridge's news; its farewell is the link's own affair. */
export type NewsHandlers = Omit<Handlers, 'session/bye'>;

/** One socket's life, from its opening to its end. */
export interface Link {
  readonly ask: Ask;
  /** When the bridge was last heard, or the opening began. */
  heardAt(): number;
  /** Leaves this socket, as the ending says. It is told like any other ending. */
  end(ending: Ending): void;
  /** Leaves this socket and tells nobody. */
  drop(): void;
}

export interface LinkEvents {
  welcomed(hello: Result<'session/hello'>): void;
  readonly news: NewsHandlers;
  /** Comes at most once, after which nothing else comes. All open questions are settled. */
  ended(ending: Ending, hintMs: number | undefined): void;
}

/** From the first attempt to open until hello's answer. */
const helloMs = 15_000;
/** A bridge that refuses hello closes the socket by itself, and soon. */
const farewellMs = 2_000;
/** The bridge speaks every 25 s at least. */
export const silenceMs = 36_000;

/** Opens a socket and says hello. */
export function openLink(
  surroundings: Surroundings,
  hello: Params<'session/hello'>,
  events: LinkEvents,
  log: (note: string) => void,
): Link {
  return new SocketLink(surroundings, hello, events, log);
}

class SocketLink implements Link {
  readonly ask: Ask;
  readonly #surroundings: Surroundings;
  readonly #events: LinkEvents;
  readonly #handlers: Handlers;
  readonly #log: (note: string) => void;
  readonly #calls: Calls;
  readonly #socket: Socket;
  #state: 'opening' | 'welcome' | 'over' = 'opening';
  #refusal: Failed | undefined;
  #bye: NotificationParams<'session/bye'> | undefined;
  #endWatch: () => void;
  #heardAt: number;

  constructor(
    surroundings: Surroundings,
    hello: Params<'session/hello'>,
    events: LinkEvents,
    log: (note: string) => void,
  ) {
    this.#surroundings = surroundings;
    this.#heardAt = surroundings.now();
    this.#events = events;
    this.#log = log;
    this.#handlers = { ...events.news, 'session/bye': (params) => (this.#bye = params) };
    this.#calls = createCalls((text) => this.#socket.send(text), surroundings);
    this.ask = this.#calls.ask;
    this.#endWatch = this.#surroundings.after(helloMs, () => this.end({ type: 'silent' }));
    this.#socket = surroundings.open({
      opened: () =>
        this.#state !== 'over' && this.#calls.put('session/hello', hello, (answer) => this.#greeted(answer)),
      received: (text) => this.#received(text),
      closed: (code) => this.#closed(code),
    });
  }

  heardAt(): number {
    return this.#heardAt;
  }

  end(ending: Ending, hintMs?: number): void {
    if (this.#state === 'over') return;
    this.drop();
    this.#events.ended(ending, hintMs ?? this.#bye?.retryAfterMs);
  }

  drop(): void {
    if (this.#state === 'over') return;
    this.#finish();
    this.#socket.close(1000, 'normal');
  }

  #greeted(answer: Answered<Result<'session/hello'>>): void {
    if (this.#state === 'over') return;
    if (!answer.ok) {
      this.#refusal = answer;
      this.#endWatch();
      this.#endWatch = this.#surroundings.after(farewellMs, () => this.end(refusalOf(answer), answer.retryAfterMs));
      return;
    }
    this.#state = 'welcome';
    this.#watch();
    this.#events.welcomed(answer.value);
  }

  #received(text: string): void {
    if (this.#state === 'over') return;
    if (this.#state === 'welcome') this.#watch();
    const frame = readFrame(text);
    if (frame?.type === 'answer') this.#calls.answer(frame.id, frame.result);
    else if (frame?.type === 'refusal') this.#calls.refuse(frame.id, frame.error);
    else if (frame && isKnown(frame.method)) this.#tell(frame.method, this.#handlers[frame.method], frame.params);
    else this.#log(frame ? 'News of an unknown kind was dropped.' : 'A frame that is none was dropped.');
  }

  #tell<N extends NotificationMethod>(method: N, handle: Handlers[N], params: unknown): void {
    if (this.#state !== 'welcome' && method !== 'session/bye')
      return this.#log(`${method} came before hello's answer.`);
    const parsed = z.safeParse(news[method], params);
    if (parsed.success) handle(parsed.data);
    else this.#log(`${method} could not be read, and was dropped.`);
  }

  #closed(code: number): void {
    if (this.#state === 'over') return;
    this.#finish();
    const told = this.#bye && code < 4000 ? this.#bye.code : code;
    this.#events.ended(this.#endingOf(told), this.#bye?.retryAfterMs ?? this.#refusal?.retryAfterMs);
  }

  /** The close code decides; but whoever is not let in needs new credentials, whatever the code. */
  #endingOf(code: number): Ending {
    const refusal = this.#refusal;
    if (refusal && (code < 4000 || refusal.slug === 'not_authenticated')) return refusalOf(refusal);
    return { type: 'closed', code, message: refusal?.message };
  }

  #watch(): void {
    this.#heardAt = this.#surroundings.now();
    this.#endWatch();
    this.#endWatch = this.#surroundings.after(silenceMs, () => this.end({ type: 'silent' }));
  }

  #finish(): void {
    this.#state = 'over';
    this.#endWatch();
    this.#calls.end();
  }
}

const refusalOf = ({ slug, message, retryable }: Failed): Ending => ({ type: 'refused', slug, message, retryable });

const isKnown = (method: string): method is NotificationMethod => Object.hasOwn(notifications, method);
