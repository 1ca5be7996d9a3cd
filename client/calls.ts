import * as z from 'zod/mini';
import { type Method, methods, type Params, type Result } from '../protocol/wire/methods.ts';
import type { CallId, Refusal } from '../protocol/wire/rpc.ts';
import { frameLimitBytes, utf8Bytes } from './bytes.ts';
import { notAnswered, notConnected, notReadable, refused } from './refusals.ts';
import type { Refused } from './session.ts';
import type { Surroundings } from './socket.ts';

/** How a call failed: the bridge refused it; no answer came in time; or the connection ended first, and nobody knows. */
export interface Failed extends Refused {
  readonly why: 'refused' | 'late' | 'lost';
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
}
export type Answered<T> = { readonly ok: true; readonly value: T } | Failed;

/** Asks the bridge over one connection. The promise always resolves: with the connection's end at the latest. */
export type Ask = <M extends Method>(method: M, params: Params<M>) => Promise<Answered<Result<M>>>;

/** The questions that are open on one connection. */
export interface Calls {
  /** As `ask`, but `settled` is called while the answer's frame is read, and so before the next frame is. */
  put<M extends Method>(method: M, params: Params<M>, settled: (outcome: Answered<Result<M>>) => void): void;
  readonly ask: Ask;
  answer(id: CallId, result: unknown): void;
  refuse(id: CallId | null, error: Refusal): void;
  /** Settles all that is open as lost; from now on nothing can be asked. */
  end(): void;
}

/** Longer than any answer takes; a command waits for at most a minute. */
const patienceMs = 60_000;

interface Open {
  answer(result: unknown): void;
  fail(failure: Failed): void;
}

export function createCalls(send: (text: string) => void, surroundings: Surroundings): Calls {
  const open = new Map<CallId, Open>();
  let count = 0;
  let over = false;

  function put<M extends Method>(method: M, params: Params<M>, settled: (outcome: Answered<Result<M>>) => void): void {
    if (over) return settled(lost);
    const id = (count += 1);
    const text = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    if (utf8Bytes(text) > frameLimitBytes) return settled(tooLarge);
    const giveUp = surroundings.after(patienceMs, () => settle({ ...notAnswered, why: 'late', retryable: true }));
    const settle = (outcome: Answered<Result<M>>): void => {
      open.delete(id);
      giveUp();
      settled(outcome);
    };
    open.set(id, { answer: (result) => settle(read(method, result)), fail: settle });
    send(text);
  }

  return {
    put,
    ask: (method, params) => new Promise((resolve) => put(method, params, resolve)),
    answer: (id, result) => open.get(id)?.answer(result),
    refuse: (id, error) => open.get(id ?? 0)?.fail(failureOf(error)),
    end() {
      over = true;
      for (const call of open.values()) call.fail(lost);
    },
  };
}

const lost: Failed = { ...notConnected, why: 'lost', retryable: true };
const tooLarge: Failed = { ...refused('too_large'), why: 'refused', retryable: false };

/** The same table, as the compiler follows it from a method to its result. */
const results: { readonly [M in Method]: { readonly result: z.core.$ZodType<Result<M>> } } = methods;

function read<M extends Method>(method: M, result: unknown): Answered<Result<M>> {
  const parsed = z.safeParse(results[method].result, result);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ...notReadable, why: 'refused', retryable: false };
}

function failureOf({ message, data }: Refusal): Failed {
  const { slug, retryable, retryAfterMs, field } = data;
  return { ok: false, slug, message, field, why: 'refused', retryable, retryAfterMs };
}
