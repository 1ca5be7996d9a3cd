import type { ChatPlatform, Outgoing, Place } from '../../bridge/ports/chat-platform.ts';
import type { Clock } from '../../bridge/ports/clock.ts';

/** A call by which we showed something in the chat. */
export interface Shown {
  readonly at: number;
  readonly type: 'post' | 'edit';
  readonly to: Place;
  readonly content: Outgoing | undefined;
  /** The message's id, once it stands. */
  message?: string;
}

/** A chat with somebody beside it who writes down what we show, and knows whether anything is on its way. */
export interface Watched {
  readonly chat: ChatPlatform;
  readonly shown: readonly Shown[];
  readonly quiet: () => boolean;
}

export function watch(chat: ChatPlatform, clock: Clock): Watched {
  const shown: Shown[] = [];
  let underWay = 0;
  async function during<T>(work: () => Promise<T>): Promise<T> {
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  }
  const watched: ChatPlatform = {
    ...chat,
    post(to, content) {
      const row: Shown = { at: clock.now(), type: 'post', to, content };
      shown.push(row);
      return during(async () => {
        const posted = await chat.post(to, content);
        row.message = posted.message;
        return posted;
      });
    },
    edit(posted, content) {
      const { channel, message } = posted;
      shown.push({ at: clock.now(), type: 'edit', to: { channel }, content, message });
      return during(() => chat.edit(posted, content));
    },
    find: (...words) => during(() => chat.find(...words)),
    async open(receiver) {
      const line = await chat.open({ ...receiver, take: (event) => during(() => receiver.take(event)) });
      return {
        ...line,
        whisper: (...words) => during(() => line.whisper(...words)),
        showHome: (...words) => during(() => line.showHome(...words)),
      };
    },
  };
  return { chat: watched, shown, quiet: () => underWay === 0 };
}
