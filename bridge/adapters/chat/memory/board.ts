import type { ChatEvent, Outgoing, Place, Posted } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError, type PlatformFault } from '../../../ports/platform-error.ts';

/** A message that stands in a channel: one of ours with what it shows now, or somebody's words. */
export type Standing = { readonly channel: string; readonly message: string; readonly thread?: string } & (
  | { readonly ours: true; readonly content: Outgoing; readonly edits: number; readonly at: number }
  | { readonly ours: false; readonly said: ChatEvent & { type: 'said' } }
);

/** How the next call is to fail. */
export interface Failure {
  readonly fault: PlatformFault;
  readonly retryAfterMs?: number;
  readonly happened?: boolean;
}

/** The channels' messages, and our own hand in them. */
export function createBoard(clock: Clock, channels: readonly string[], nextId: () => string) {
  const messages: Standing[] = [];
  const failures: Failure[] = [];

  /** Does `act`, or fails as was asked for. */
  async function attempt<T>(act: () => T): Promise<T> {
    const failure = failures.shift();
    if (!failure) return act();
    if (failure.fault === 'unsure' && failure.happened !== false) act();
    throw new PlatformError(failure.fault, 'as_asked', failure.retryAfterMs);
  }

  return {
    messages,
    post: (to: Place, content: Outgoing) =>
      attempt(() => {
        if (!channels.includes(to.channel)) throw new PlatformError('refused', 'channel_not_found');
        const message = nextId();
        messages.push({ ...to, message, ours: true, content, edits: 0, at: clock.now() });
        return { channel: to.channel, message };
      }),
    edit: (posted: Posted, content: Outgoing) =>
      attempt(() => {
        const index = messages.findIndex((each) => each.message === posted.message);
        const old = messages[index];
        if (!old?.ours) throw new PlatformError('gone', 'message_not_found');
        messages[index] = { ...old, content, edits: old.edits + 1 };
      }),
    find: (to: Place, oid: string, sinceAt: number) =>
      attempt(() => {
        const found = messages.find(
          (each) =>
            each.ours &&
            each.channel === to.channel &&
            each.thread === to.thread &&
            each.content.oid === oid &&
            each.at >= sinceAt,
        );
        return found && { channel: found.channel, message: found.message };
      }),
    remove(message: string): void {
      const index = messages.findIndex((each) => each.message === message);
      if (index >= 0) messages.splice(index, 1);
    },
    failNext: (fault: PlatformFault, how: Omit<Failure, 'fault'> = {}) => void failures.push({ fault, ...how }),
  };
}
