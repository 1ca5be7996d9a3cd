import { afterEach, beforeEach } from 'vitest';
import type { MattermostConfig, MattermostLine } from '../../../bridge/adapters/chat/mattermost/config.ts';
import { createMattermost } from '../../../bridge/adapters/chat/mattermost/index.ts';
import { openFront } from '../../support/mattermost/front.ts';
import { type MattermostServer, startMattermost } from '../../support/mattermost/server.ts';
import { createReceiver, quickClock } from './receiver.ts';

export const slashToken = 'a-token-of-a-slash-command';

/** A Mattermost of its own for each test of a file, our adapter at it, and the door at which it knocks. Read `mattermost` inside the tests. */
export function useMattermost() {
  const closing: (() => Promise<void>)[] = [];
  const bench = {
    mattermost: undefined as unknown as MattermostServer,
    front: undefined as unknown as Awaited<ReturnType<typeof openFront>>,
    log: [] as MattermostLine[],
    make: (more: Partial<MattermostConfig> = {}) =>
      createMattermost({
        url: bench.mattermost.url,
        token: bench.mattermost.token,
        channels: [bench.mattermost.channel],
        callbackUrl: bench.front.url,
        slashToken,
        clock: quickClock,
        log: (line) => bench.log.push(line),
        timeoutMs: 60_000,
        ...more,
      }),
    async connect(more: Partial<MattermostConfig> = {}, app = createReceiver()) {
      const chat = bench.make(more);
      const line = await chat.open(app.receiver);
      bench.front.door.serve = line.serve;
      closing.push(() => line.close());
      return { chat, line, app };
    },
  };
  beforeEach(async () => {
    bench.mattermost = await startMattermost();
    bench.front = await openFront();
    bench.log.length = 0;
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    if (JSON.stringify(bench.log).includes(bench.mattermost.token)) throw new Error('a token was logged');
    bench.front.close();
    await bench.mattermost.close();
  });
  return bench;
}
