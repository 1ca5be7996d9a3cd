import type { Button } from '../../../../protocol/model/button.ts';
import type { ChatEvent, Outgoing, Place, Posted } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError, type PlatformFault } from '../../../ports/platform-error.ts';

/** A message that stands in a channel: one of ours with what it shows now, or somebody's words. */
export type Standing = Posted & { readonly thread?: string; readonly broadcast?: boolean } & (
    | { readonly ours: true; readonly content: Outgoing; readonly edits: number; readonly at: number }
    | { readonly ours: false; readonly said: ChatEvent & { type: 'said' } }
  );

/** How the next call is to fail. */
export interface Failure {
  readonly fault: PlatformFault;
  readonly retryAfterMs?: number;
  readonly happened?: boolean;
}

/** The buttons that a message has now. */
export const buttonsOn = (standing: Standing | undefined): readonly Button[] =>
  standing?.ours && standing.content.type === 'card' ? standing.content.buttons : [];

/** The channels' messages, and our own hand in them. Each person may be written to as well, by `@` and their id. */
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

  function take(message: string): Standing | undefined {
    const index = messages.findIndex((each) => each.message === message);
    return index < 0 ? undefined : messages.splice(index, 1)[0];
  }

  return {
    messages,
    take,
    post: (to: Place, content: Outgoing) =>
      attempt(() => {
        if (!channels.includes(to.channel) && !to.channel.startsWith('@'))
          throw new PlatformError('refused', 'channel_not_found');
        const message = nextId();
        messages.push({ ...to, message, ours: true, content, edits: 0, at: clock.now() });
        return { channel: to.channel, message };
      }),
    edit: (posted: Posted, content: Outgoing | undefined) =>
      attempt(() => {
        const index = messages.findIndex((each) => each.message === posted.message);
        const old = messages[index];
        if (!old?.ours) throw new PlatformError('gone', 'message_not_found');
        if (content) messages[index] = { ...old, content, edits: old.edits + 1 };
        else take(posted.message);
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
    failNext: (fault: PlatformFault, how: Omit<Failure, 'fault'> = {}) => void failures.push({ fault, ...how }),
  };
}
