import type { Posted } from '../../ports/chat-platform.ts';
import type { Task } from '../../ports/store.ts';

/** Where a message stands, as a delivery remembers it. A conversation with one person has an id of its own, which goes along. */
export const keptPosted = (task: Task, { channel, message }: Posted): string =>
  channel === task.channel ? message : `${channel}/${message}`;

/** What `keptPosted` has made. */
export function postedOf(task: Task, kept: string): Posted {
  const at = kept.indexOf('/');
  return at < 0
    ? { channel: task.channel, message: kept }
    : { channel: kept.slice(0, at), message: kept.slice(at + 1) };
}
