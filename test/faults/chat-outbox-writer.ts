import { openSqliteStore } from '../../bridge/adapters/store/sqlite/index.ts';
import { systemClock } from '../../bridge/adapters/clock/system/index.ts';
import type { ChatPlatform } from '../../bridge/ports/chat-platform.ts';
import { countingEpochs } from '../contract/store-samples.ts';
import { openScene } from '../app/outbox-scene.ts';
import type { ManualClock } from '../support/clock.ts';

/** A bridge that does nothing but empty the outbox of `file` into the chat at `url`, until it is killed. */
const [file = '', url = ''] = process.argv.slice(2);

async function ask(path: string, body: unknown): Promise<string> {
  const answer = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return answer.text();
}

const often = { per: 'team', perMinute: 12_000, burst: 20 } as const;
const chat: ChatPlatform = {
  id: 'chat',
  can: { edit: true, threads: true, find: true, whisper: false, buttons: false, home: false },
  limits: { post: often, edit: often, find: often },
  async post({ channel }, content) {
    const { oid } = content;
    await ask('/post', { oid, channel, text: content.type === 'message' ? content.message.text : '' });
    return { channel, message: oid };
  },
  edit: async () => {},
  find: async ({ channel }, oid) => ((await ask('/find', { oid })) === 'there' ? { channel, message: oid } : undefined),
  open: () => Promise.reject(new Error('nobody listens')),
};

const clock = systemClock() as ManualClock;
const store = await openSqliteStore({ file, epoch: countingEpochs() });
openScene({ chat, clock, store }).start();
