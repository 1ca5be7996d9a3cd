import { describe, expect, it } from 'vitest';
import { messageId } from '../../../bridge/adapters/chat/mattermost/message-id.ts';
import { cardOf, createReceiver, quickClock, until } from './receiver.ts';
import { useMattermost } from './mattermost-bench.ts';

const bench = useMattermost();
/** For what waits half a minute or more. */
const quickerClock = {
  ...quickClock,
  after: (ms: number, work: () => void) => quickClock.after(ms / 5, work),
};

describe('what is said in Mattermost', () => {
  it('[T18] is a bot’s where a webhook said it, whoever made the webhook', async () => {
    const { app } = await bench.connect();
    const props = { from_webhook: 'true', override_username: 'Deployer' };
    bench.mattermost.say('ana', '@shiproom ci rerun', '', { props });
    bench.mattermost.say('ana', 'I say', '', { props: { from_webhook: 'false' } });
    await until(() => app.said().length === 2);
    const [hook, ana] = app.said();
    expect(hook?.by).toMatchObject({ name: 'Deployer', bot: true, member: false });
    expect(ana?.by).toMatchObject({ name: 'Ana', bot: false, member: true });
    expect(app.commands()).toEqual([]);
  });

  it('[T18] is no member’s where they are not in the team, were removed, or cannot be looked up', async () => {
    const { app } = await bench.connect();
    bench.mattermost.say('eve', 'of another team');
    bench.mattermost.say('ola', 'gone');
    await until(() => app.said().length === 2);
    bench.mattermost.refuseNext('GET /users/{id}', 500, 'app.user.get.app_error');
    bench.mattermost.say('bo', 'who am I?');
    await until(() => app.said().length === 3);
    expect(app.said().map(({ by }) => by.member)).toEqual([false, false, false]);
    expect(bench.log).toMatchObject([
      { level: 'warn', text: expect.stringContaining('cannot be looked up: http_500') },
    ]);
    bench.mattermost.say('bo', 'now?');
    await until(() => app.said().length === 4);
    expect(app.said()[3]?.by).toMatchObject({ name: 'Bo Berg', member: true, team: bench.mattermost.site.team });
  });

  it('[T18] bears another team where it came from a connected server', async () => {
    const { app } = await bench.connect();
    bench.mattermost.say('sam', 'hello from afar');
    await until(() => app.said().length === 1);
    expect(app.said()[0]?.by).toMatchObject({ team: bench.mattermost.site.users.sam.remote_id, member: false });
  });

  it('is not taken in where the system said it, or where it was said elsewhere', async () => {
    const { app } = await bench.connect();
    const { site } = bench.mattermost;
    const other = { id: site.team, type: 'O', team_id: site.team, members: site.town.members } as const;
    site.channels.set(other.id, other);
    bench.mattermost.tell('ana', 'system_join_channel', 'ana joined');
    bench.mattermost.say('ana', 'elsewhere', '', { channel_id: other.id });
    const here = bench.mattermost.say('ana', 'here');
    await until(() => app.said().length > 0);
    expect(app.offered).toMatchObject([{ type: 'said', message: messageId(here) }]);
  });

  it('follows edits and deletions, while it is there and while it was away', async () => {
    const { app } = await bench.connect();
    const [kept, dropped] = [bench.mattermost.say('ana', 'one'), bench.mattermost.say('ana', 'two')];
    await until(() => app.said().length === 2);
    bench.mattermost.edit('ana', kept.id, 'one, better');
    await until(() => app.all('edited').length === 1);
    expect(app.all('edited')[0]).toMatchObject({ message: messageId(kept), content: { text: 'one, better' } });
    bench.mattermost.sockets.refusing = true;
    bench.mattermost.sockets.drop();
    bench.mattermost.edit('ana', kept.id, 'one, best');
    bench.mattermost.delete(dropped.id);
    await until(() => app.hearing.at(-1) === false);
    const never = bench.mattermost.say('ana', 'never mind');
    bench.mattermost.delete(never.id);
    bench.mattermost.sockets.refusing = false;
    await until(() => app.all('edited').length === 2 && app.all('removed').length === 1);
    const [first, second] = app.all('edited');
    expect(second).toMatchObject({ message: messageId(kept), content: { text: 'one, best' } });
    expect((second?.revision ?? '') > (first?.revision ?? '')).toBe(true);
    expect(app.all('removed')).toMatchObject([{ message: messageId(dropped) }]);
    expect(app.hearing).toEqual([true, false, true]);
    expect(app.said()).toHaveLength(2);
  });

  it('is no edit where only a reaction or a reply changed the post, nor where a card of ours changed', async () => {
    const { app, chat } = await bench.connect();
    const root = bench.mattermost.say('ana', 'one');
    await until(() => app.said().length === 1);
    bench.mattermost.people.tell('post_edited', bench.mattermost.site.change(root, {}));
    const posted = await chat.post({ channel: bench.mattermost.channel }, cardOf('o1', 'main'));
    await chat.edit(posted, cardOf('o1', 'main2'));
    bench.mattermost.say('ana', 'two', root.id);
    await until(() => app.said().length === 2);
    expect(app.offered.map(({ type }) => type)).toEqual(['said', 'said']);
  });
});

describe('a command in Mattermost', () => {
  it('begins with our name, and its words are said as well', async () => {
    const { app } = await bench.connect();
    bench.mattermost.say('ana', '  @Shiproom: ci run “a b”');
    bench.mattermost.say('ana', 'ask @shiproom ci run');
    bench.mattermost.say('ana', '@shiproom-two ci run');
    await until(() => app.said().length === 3);
    expect(app.commands()).toMatchObject([{ line: 'ci run "a b"', by: { name: 'Ana' } }]);
    expect(app.commands()[0]?.direct).toBeUndefined();
  });

  it('[T10] is none that was edited into one, though we never saw it before', async () => {
    const { app } = await bench.connect();
    bench.mattermost.sockets.refusing = true;
    bench.mattermost.sockets.drop();
    const fine = bench.mattermost.say('ana', 'fine');
    bench.mattermost.edit('ana', fine.id, '@shiproom ci approve');
    bench.mattermost.say('ana', '@shiproom ci status');
    bench.mattermost.sockets.refusing = false;
    await until(() => app.commands().length > 0);
    expect(app.said()).toHaveLength(2);
    expect(app.commands().map(({ line }) => line)).toEqual(['ci status']);
  });

  it('[E5] is not run once its author has given up waiting', async () => {
    const { app } = await bench.connect();
    bench.mattermost.sockets.refusing = true;
    bench.mattermost.sockets.drop();
    const post = bench.mattermost.say('ana', '@shiproom ci run');
    const old = { ...post, create_at: post.create_at - 61_000 };
    bench.mattermost.site.posts.set(post.id, old);
    bench.mattermost.sockets.refusing = false;
    await until(() => app.said().length === 1);
    bench.mattermost.say('ana', '@shiproom ci log');
    await until(() => app.commands().length > 0);
    expect(app.commands()).toMatchObject([{ line: 'ci log' }]);
  });

  it('is all that somebody writes to us alone, with our name or without it', async () => {
    const { app } = await bench.connect();
    bench.mattermost.write('ana', 'help');
    bench.mattermost.write('gus', '@shiproom help me');
    await until(() => app.commands().length === 2);
    expect(app.commands()).toMatchObject([
      { line: 'help', direct: true, by: { member: true } },
      { line: 'help me', direct: true, by: { member: false } },
    ]);
    expect(app.said()).toEqual([]);
  });

  it('to us alone is found where it was written while the socket was away, once', async () => {
    const { app } = await bench.connect();
    bench.mattermost.write('ana', 'status');
    await until(() => app.commands().length === 1);
    bench.mattermost.sockets.refusing = true;
    bench.mattermost.sockets.drop();
    bench.mattermost.write('ana', 'help');
    bench.mattermost.sockets.refusing = false;
    await until(() => app.commands().length === 2);
    expect(app.offered).toMatchObject([
      { line: 'status', direct: true },
      { line: 'help', direct: true },
    ]);
  });

  it('to us alone is offered again where it could not be taken', async () => {
    const { app } = await bench.connect();
    app.refuse(2);
    bench.mattermost.write('ana', 'help');
    await until(() => app.commands().length === 1);
    expect(app.offered).toHaveLength(3);
  });
});

describe('Mattermost’s socket', () => {
  it('tells of every event: where one is missing, history is read', async () => {
    const { app } = await bench.connect();
    const before = bench.mattermost.say('ana', 'before');
    await until(() => app.said().length === 1);
    bench.mattermost.sockets.losing = 1;
    const lost = bench.mattermost.say('ana', 'lost');
    const next = bench.mattermost.say('ana', 'next');
    await until(() => app.said().length === 3);
    expect(app.said().map(({ message }) => message)).toEqual([before, lost, next].map(messageId));
    expect(bench.mattermost.sockets.opened).toBe(1);
  });

  it('is given up where it has gone silent', async () => {
    const { app } = await bench.connect({ clock: quickerClock });
    bench.mattermost.sockets.deaf = true;
    const { opened } = bench.mattermost.sockets;
    // The ping is due in a fraction of its half minute with the clock of these tests.
    await until(() => bench.mattermost.sockets.count === 0);
    bench.mattermost.sockets.deaf = false;
    await until(() => bench.mattermost.sockets.opened > opened);
    bench.mattermost.say('ana', 'still there?');
    await until(() => app.said().length === 1);
    expect(bench.mattermost.sockets.opened).toBe(opened + 1);
  });

  it('[C6] is not tried in vain where our token was taken back, and comes again once it holds', async () => {
    const { app } = await bench.connect({ clock: quickerClock });
    bench.mattermost.revoke();
    bench.mattermost.sockets.drop();
    await until(() =>
      bench.log.some(({ text }) => text.startsWith('no connection') && text.endsWith('session_expired.app_error')),
    );
    const asked = bench.mattermost.calls.length;
    bench.mattermost.say('ana', 'meanwhile');
    bench.mattermost.revoke(false);
    await until(() => app.said().length === 1);
    expect(
      bench.log.filter(({ text }) => text.startsWith('no connection') && text.endsWith('session_expired.app_error')),
    ).toHaveLength(1);
    expect(bench.mattermost.calls.length).toBeGreaterThan(asked);
  });

  it('is opened in the background where there is none at first', async () => {
    bench.mattermost.sockets.refusing = true;
    const { app } = await bench.connect();
    const said = bench.mattermost.say('ana', 'before you came');
    bench.mattermost.sockets.refusing = false;
    await until(() => app.said().length === 1);
    expect(app.said()[0]?.message).toBe(messageId(said));
  });

  it('brings more than a thousand messages, in order', async () => {
    const app = createReceiver();
    const first = bench.mattermost.say('ana', 'first');
    await app.receiver.take({
      type: 'said',
      channel: bench.mattermost.channel,
      message: messageId(first),
      by: { team: 't', user: 'u', name: 'Ana', bot: false, member: true },
      content: { text: 'first', blocks: [] },
      at: first.create_at,
    });
    const all = Array.from({ length: 1300 }, (_, index) => bench.mattermost.say('ana', `m${index}`));
    await bench.connect({}, app);
    await until(() => app.said().length === 1301);
    expect(app.said().map(({ message }) => message)).toEqual([first, ...all].map(messageId));
  });
});
