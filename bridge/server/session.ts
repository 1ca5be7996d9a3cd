import type { WebSocket } from 'ws';
import { closeCodes, type CloseSlug } from '../../protocol/wire/close.ts';
import type { Failure, Request, Success } from '../../protocol/wire/rpc.ts';
import type { World } from '../app/world.ts';
import { type Call, type Caller, calls, inTurn, isCall } from './calls.ts';
import { notification } from './frames.ts';
import { createBucket, limits } from './limits.ts';
import { createOutbound, type Outbound } from './outbound.ts';
import { failure, readRequest, reply, thrown } from './request.ts';

/** How a first hello ended: accepted, with what to do once the answer is on its way; or refused, and closed with a code. */
export type Greeting =
  | { readonly caller: Caller; readonly result: unknown; readonly entered: () => void }
  | { readonly refused: Failure; readonly close: CloseSlug };

export interface SessionOptions {
  readonly world: World;
  readonly socket: WebSocket;
  readonly hello: (session: Session, request: Request) => Promise<Greeting>;
}

/** One socket's life, from its opening to its close. */
export class Session {
  readonly out: Outbound;
  readonly #world: World;
  readonly #socket: WebSocket;
  readonly #hello: SessionOptions['hello'];
  readonly #strict: Strictness;
  #caller: Caller | undefined;
  #greeted = false;
  #over = false;
  readonly #parting: (() => void)[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ world, socket, hello }: SessionOptions) {
    this.#world = world;
    this.#socket = socket;
    this.#hello = hello;
    this.out = createOutbound(socket, world.clock, () => this.end('slow_consumer'));
    this.#strict = createStrictness(() => world.clock.now());
    const forgetDeadline = world.clock.after(limits.helloMs, () => {
      if (!this.#caller) this.end('hello_timeout');
    });
    socket.on('close', () => {
      forgetDeadline();
      this.#part();
    });
    socket.on('message', (data, binary) => {
      if (binary || !Buffer.isBuffer(data)) this.end('bad_frame');
      else this.#receive(data.toString('utf8'));
    });
  }

  /** Who this is, once hello was accepted. */
  get caller(): Caller | undefined {
    return this.#caller;
  }

  /** Whether it is over, though its socket may not be closed yet. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Calls `work` once, as soon as this session is over: at once where it is already. */
  onEnd(work: () => void): void {
    if (this.#over) work();
    else this.#parting.push(work);
  }

  /** Says why, then closes. What comes in after that is not read. */
  end(slug: CloseSlug, retryAfterMs?: number): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const code = closeCodes[slug];
    const hint = retryAfterMs === undefined ? {} : { retryAfterMs };
    this.out.send(notification('session/bye', { code, slug, resume: code < 4200, ...hint }));
    this.#socket.removeAllListeners('message');
    this.#socket.close(code, slug);
    // A peer that is gone answers no close, and must not be seen until it is given up.
    this.#part();
  }

  #part(): void {
    this.#over = true;
    for (const work of this.#parting.splice(0)) work();
  }

  #receive(text: string): void {
    const request = readRequest(text);
    if (!request) return;
    if ('error' in request) return this.#answer(request);
    const pace = this.#strict.pace();
    if (pace === 'close') return this.end('rate_limited', limits.abovePaceMs);
    if (pace > 0) return this.#answer(failure(request.id, { slug: 'rate_limited', retryAfterMs: pace }));
    if (request.method === 'session/hello') return this.#greet(request);
    if (!this.#caller) return this.end('unauthenticated');
    this.#perform(request, this.#caller);
  }

  #greet(request: Request): void {
    if (this.#greeted) return this.end('duplicate_hello');
    this.#greeted = true;
    this.#hello(this, request).then(
      (greeting) => this.#welcome(request, greeting),
      (error: unknown) => {
        this.#report(request, error);
        this.end('internal');
      },
    );
  }

  #welcome(request: Request, greeting: Greeting): void {
    if ('refused' in greeting) {
      this.#answer(greeting.refused);
      this.end(greeting.close);
      return;
    }
    this.#caller = greeting.caller;
    this.#answer({ jsonrpc: '2.0', id: request.id, result: greeting.result });
    greeting.entered();
  }

  #perform(request: Request, by: Caller): void {
    const { id, method, params = {} } = request;
    if (!isCall(method)) return this.#answer(failure(id, { slug: 'unknown_method' }));
    const call: Call<unknown> = calls[method];
    const work = () => call(this.#world, by, params);
    const working = inTurn.has(method) ? this.#turn.then(work) : work();
    const answered = working.then(
      (outcome) => this.#answer(reply(id, outcome)),
      (error: unknown) => {
        this.#report(request, error);
        this.#answer(thrown(id, error));
      },
    );
    if (inTurn.has(method)) this.#turn = answered;
  }

  #answer(frame: Success | Failure): void {
    this.out.send(JSON.stringify(frame));
    if ('error' in frame && this.#strict.tooManyErrors()) this.end('too_many_errors');
  }

  #report({ method }: Request, error: unknown): void {
    this.#world.log.error('a request failed', { method, error });
  }
}

/** Keeps count of what one socket may do: requests a second, and refusals a minute. */
interface Strictness {
  /** 0 to go on, else the milliseconds to wait, or that it is enough. */
  pace(): number | 'close';
  tooManyErrors(): boolean;
}

function createStrictness(now: () => number): Strictness {
  const bucket = createBucket(limits.requestsPerSecond, limits.requestsAtOnce);
  let errors: number[] = [];
  let aboveSince: number | undefined;
  return {
    pace() {
      const wait = bucket.take(now());
      if (wait === 0) aboveSince = undefined;
      else aboveSince ??= now();
      return aboveSince !== undefined && now() - aboveSince > limits.abovePaceMs ? 'close' : wait;
    },
    tooManyErrors() {
      errors = [...errors.filter((at) => now() - at < limits.errorsMs), now()];
      return errors.length > limits.errors;
    },
  };
}
