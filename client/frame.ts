import * as z from 'zod/mini';
import { Failure, Notification, Success } from '../protocol/wire/rpc.ts';

/** What a bridge may send: an answer, a refusal, or news. */
export type Frame =
  | { readonly type: 'answer'; readonly id: Success['id']; readonly result: unknown }
  | { readonly type: 'refusal'; readonly id: Failure['id']; readonly error: Failure['error'] }
  | { readonly type: 'news'; readonly method: string; readonly params: Notification['params'] };

const Outline = z.record(z.string(), z.unknown());

/** Reads one text frame; undefined where it is none of the three. It never throws. */
export function readFrame(text: string): Frame | undefined {
  const outline = Outline.safeParse(parsed(text));
  if (!outline.success) return undefined;
  const { data } = outline;
  if ('error' in data) {
    const failure = Failure.safeParse(data);
    return failure.success ? { type: 'refusal', id: failure.data.id, error: failure.data.error } : undefined;
  }
  if ('result' in data) {
    const success = Success.safeParse(data);
    return success.success ? { type: 'answer', id: success.data.id, result: success.data.result } : undefined;
  }
  // A bridge asks nothing of its clients, so what has an id and is no answer is not for us.
  const news = 'id' in data ? undefined : Notification.safeParse(data);
  return news?.success ? { type: 'news', method: news.data.method, params: news.data.params } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
