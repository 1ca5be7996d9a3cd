import { describe, expect, it } from 'vitest';
import { useMattermost } from './mattermost-bench.ts';
import { until } from './receiver.ts';

const bench = useMattermost();

describe('a member in Mattermost', () => {
  it.each([{ delete_at: 1_700_000_000_000 }, { roles: 'system_guest' }])(
    '[T18] is none any more from the moment that they become less, which is told though they do nothing: %j',
    async (to) => {
      const { app } = await bench.connect();
      bench.mattermost.say('bo', 'I am one');
      await until(() => app.said().length === 1);
      app.refuse(1);
      bench.mattermost.become('bo', to);
      await until(() => app.all('member').length === 1);
      expect(app.all('member')[0]?.by).toEqual({ ...app.said()[0]?.by, member: false });
      bench.mattermost.say('bo', 'and now?');
      await until(() => app.said().length === 2);
      expect(app.said().map(({ by }) => by.member)).toEqual([true, false]);
    },
  );

  it('[T18] is nobody by an event alone, nor is anything taken from whom it tells nothing less of', async () => {
    const { app } = await bench.connect();
    bench.mattermost.become('gus', { roles: 'system_user' });
    bench.mattermost.become('ana', { nickname: 'Ana B' });
    bench.mattermost.say('ana', 'my new name');
    await until(() => app.said().length === 1);
    expect(app.offered).toMatchObject([{ type: 'said', by: { name: 'Ana B', member: true } }]);
  });
});
