import { afterEach, describe } from 'vitest';
import { createReceiver } from '../adapters/chat/receiver.ts';
import { describeAsked } from './chat-platform-asked.ts';
import type { ChatBench, Connected, Placed } from './chat-platform-bench.ts';
import { describeIn } from './chat-platform-in.ts';
import { describeOut } from './chat-platform-out.ts';

/** What every chat must do. Each adapter's test calls it with a way to open an empty one. What a platform says it cannot, is skipped. */
export function describeChatPlatform(name: string, open: () => Promise<ChatBench>): void {
  describe(`chat platform: ${name}`, () => {
    const closing: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).toReversed()) await close();
    });

    async function bench(): Promise<Placed> {
      const opened = await open();
      closing.push(opened.close);
      return { ...opened, place: { channel: opened.channel } };
    }
    async function connected(): Promise<Connected> {
      const opened = await bench();
      const app = createReceiver();
      const line = await opened.chat.open(app.receiver);
      closing.push(() => line.close());
      return { ...opened, app, line };
    }
    describeOut(bench);
    describeIn(connected);
    describeAsked(connected);
  });
}
