import { describe, expect, it } from 'vitest';
import { createReceiver, messageOf, until } from './receiver.ts';
import { useSlack } from './slack-bench.ts';

const bench = useSlack();
const isOpening = ({ method }: { readonly method: string }) => method === 'apps.connections.open';
const opened = () => bench.slack.calls.filter(isOpening).length;

describe('Slack’s sockets', () => {
  it('are two, are opened again when they are cut, and lose nothing', async () => {
    const { app } = await bench.connect();
    await bench.both();
    bench.slack.dropSockets();
    const lost = await bench.slack.say('ana', 'deploys', 'into the gap');
    await until(() => app.hearing.at(-1) === false);
    await bench.both();
    expect(app.hearing.at(-1)).toBe(true);
    await until(() => app.said().length === 1);
    expect(app.said()[0]?.message).toBe(lost);
    expect(opened()).toBe(4);
  });

  it('are replaced when Slack says that it will close them', async () => {
    const { app } = await bench.connect();
    await bench.both();
    bench.slack.refreshSockets();
    const toldAt = Date.now();
    await until(() => opened() === 4);
    // The client itself would notice after a second and a half at the earliest.
    expect((bench.slack.calls.findLast(isOpening)?.at ?? Infinity) - toldAt).toBeLessThan(1000);
    await bench.both();
    await bench.slack.say('ana', 'deploys', 'still there?');
    await until(() => app.said().length === 1);
    expect(app.said()).toMatchObject([{ content: { text: 'still there?' } }]);
  });

  it('[W8] are opened anew before the old ones are closed, where Slack warns that it will', async () => {
    const { app } = await bench.connect(createReceiver(), { sockets: 1 });
    await until(() => bench.slack.sockets() === 1);
    bench.slack.refreshSockets({ warning: true });
    await bench.slack.slash('ana', 'deploys', 'over the old one');
    await until(() => bench.slack.handshakes() === 2 && bench.slack.sockets() === 1);
    await bench.slack.slash('ana', 'deploys', 'over the new one');
    expect(bench.slack.fewestSockets()).toBe(1);
    expect(app.commands().map(({ line }) => line)).toEqual(['over the old one', 'over the new one']);
  });

  it('[CP6] are not all that there is: where Slack says that it left events out, history is read', async () => {
    await bench.connect();
    await bench.both();
    const read = () => bench.slack.calls.filter(({ method }) => method === 'conversations.history').length;
    // Once for each socket.
    await until(() => read() === 4);
    // https://docs.slack.dev/reference/events/app_rate_limited/
    const payload = { type: 'app_rate_limited', team_id: bench.slack.team, minute_rate_limited: 1 };
    bench.slack.sendRaw(JSON.stringify({ envelope_id: 'e1', type: 'events_api', payload }));
    await until(() => read() === 6);
    expect(read()).toBe(6);
  });

  it('[CP6] are tried again while Slack is away, and then bring what was said meanwhile', async () => {
    bench.slack.refuseSockets(true);
    const { app } = await bench.connect();
    await bench.slack.say('ana', 'deploys', 'hello?');
    await until(() => opened() >= 4);
    expect(app.offered).toEqual([]);
    bench.slack.refuseSockets(false);
    await until(() => app.said().length === 1);
  });

  it('[C6] do not stop the bridge where the app-level token is no token', async () => {
    const { chat } = await bench.connect(createReceiver(), { appToken: 'xapp-nobody' });
    expect(bench.log).toContainEqual({ level: 'warn', text: 'no connection to Slack: invalid_auth' });
    await chat.post({ channel: bench.slack.channel('deploys') }, messageOf('o1', 'posting needs no socket'));
    expect(opened()).toBeLessThanOrEqual(4);
  });
});
