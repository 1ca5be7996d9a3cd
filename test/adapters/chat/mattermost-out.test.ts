import { describe, expect, it } from 'vitest';
import { postIdOf } from '../../../bridge/adapters/chat/mattermost/message-id.ts';
import { openFront } from '../../support/mattermost/front.ts';
import { seen } from '../../support/mattermost/markdown.ts';
import { cardOf, messageOf, until, words } from './receiver.ts';
import { useMattermost } from './mattermost-bench.ts';

const bench = useMattermost();
const place = () => ({ channel: bench.mattermost.channel });

describe('a call of Mattermost', () => {
  it.each([
    [403, 'api.context.permissions.app_error', 'refused'],
    [400, 'api.post.create_post.can_not_post_to_deleted.error', 'refused'],
    [413, 'api.context.request_body_too_large.app_error', 'refused'],
    [400, 'api.post.create_post.root_id.app_error', 'gone'],
    [404, 'app.channel.get.existing.app_error', 'refused'],
    [401, 'api.context.session_expired.app_error', 'unauthorised'],
    [500, 'app.post.save.app_error', 'unsure'],
    [501, 'api.not_implemented', 'refused'],
  ])('that is answered %i %s has failed as it says', async (status, id, fault) => {
    bench.mattermost.refuseNext('POST /posts', status, id);
    const post = bench.make().post(place(), messageOf('o1', 'x'));
    await expect(post).rejects.toMatchObject({ fault, vendorWord: expect.stringContaining(id) });
  });

  it.each([
    [{ retryAfter: 3, reset: 9 }, 3_000],
    [{ reset: 9 }, 9_000],
    [{ reset: 0 }, 10_000],
  ])('[C4] says how long to wait: %o', async (how, retryAfterMs) => {
    bench.mattermost.limitNext('POST /posts', how);
    const post = bench.make().post(place(), messageOf('o1', 'x'));
    await expect(post).rejects.toMatchObject({ fault: 'limited', retryAfterMs });
  });

  it('[C4] waits until the time that a limit names, where it names one', async () => {
    bench.mattermost.limitNext('POST /posts', { reset: Math.ceil(Date.now() / 1000) + 5 });
    const failure = await bench
      .make()
      .post(place(), messageOf('o1', 'x'))
      .catch((error: unknown) => error);
    expect((failure as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(3_000);
    expect((failure as { retryAfterMs: number }).retryAfterMs).toBeLessThan(7_000);
  });

  it('[C5] that is never answered may have happened', async () => {
    bench.mattermost.loseNextReply('POST /posts', 'hang');
    const chat = bench.make({ timeoutMs: 2_000 });
    await expect(chat.post(place(), messageOf('o1', 'x'))).rejects.toMatchObject({ fault: 'unsure' });
    expect(await bench.make().find(place(), 'o1', Date.now() - 1_000)).toBeDefined();
  });

  it('that only read can be made again', async () => {
    bench.mattermost.refuseNext('GET /users/me', 500, 'app.user.get.app_error');
    await expect(bench.make().find(place(), 'o1', 0)).rejects.toMatchObject({ fault: 'unavailable' });
  });

  it('to nobody has surely done nothing', async () => {
    const nobody = await openFront();
    nobody.close();
    const chat = bench.make({ url: nobody.url });
    await expect(chat.post(place(), messageOf('o1', 'x'))).rejects.toMatchObject({ fault: 'unavailable' });
  });
});

describe('our messages in Mattermost', () => {
  it('are edited without a mark where they are cards', async () => {
    const chat = bench.make();
    const posted = await chat.post(place(), cardOf('o1', 'main'));
    await chat.edit(posted, cardOf('o1', 'main', [{ type: 'open', label: 'Run', url: 'https://ci.example/1' }]));
    expect(bench.mattermost.standing()[0]).toMatchObject({ edit_at: 0, message: '' });
  });

  it('are refused, and not gone, where we may not change them', async () => {
    const chat = bench.make();
    const posted = await chat.post(place(), messageOf('o1', 'x'));
    bench.mattermost.refuseNext('PUT /posts/{id}/patch', 403, 'api.context.permissions.app_error');
    await expect(chat.edit(posted, messageOf('o1', 'y'))).rejects.toMatchObject({ fault: 'refused' });
  });

  it('are gone where their thread is', async () => {
    const chat = bench.make();
    const { message } = await chat.post(place(), cardOf('o1', 'main'));
    bench.mattermost.delete(postIdOf(message));
    const reply = chat.post({ ...place(), thread: message }, messageOf('o2', 'x'));
    await expect(reply).rejects.toMatchObject({ fault: 'gone' });
    await expect(chat.find({ ...place(), thread: message }, 'o2', 0)).rejects.toMatchObject({ fault: 'gone' });
  });

  it('lead from the channel to their thread', async () => {
    const chat = bench.make();
    const { message } = await chat.post(place(), cardOf('o1', 'main'));
    const loud = await chat.post({ ...place(), thread: message, broadcast: true }, messageOf('o2', 'main is red'));
    const link = `(${bench.mattermost.url}/_redirect/pl/${postIdOf(message)})`;
    expect(bench.mattermost.standing()[1]).toMatchObject({ root_id: '', message: expect.stringContaining(link) });
    await chat.edit(loud, messageOf('o2', 'main is green'));
    expect(bench.mattermost.standing()[1]?.message).toMatch(/green/);
    expect(bench.mattermost.standing()[1]?.message).toContain(link);
  });

  it('are not found among those of others, or of another place', async () => {
    const chat = bench.make();
    bench.mattermost.say('ana', 'mine', '', { props: { shiproom_oid: 'o1' } });
    expect(await chat.find(place(), 'o1', Date.now() - 1_000)).toBeUndefined();
    const { message } = await chat.post(place(), messageOf('o1', 'x'));
    await chat.edit({ ...place(), message }, undefined);
    expect(await chat.find(place(), 'o1', Date.now() - 1_000)).toBeUndefined();
  });
});

describe('an answer in Mattermost', () => {
  async function asked(by: 'ana' | 'gus' = 'ana') {
    const connected = await bench.connect();
    bench.mattermost.say(by, '@shiproom help');
    await until(() => connected.app.commands().length === 1);
    const [command] = connected.app.commands();
    if (!command) throw new Error('no command came');
    return { ...connected, command };
  }

  it('is ephemeral where we may make it so', async () => {
    const { line, command } = await asked();
    await line.whisper(command, words('hello'));
    expect(bench.mattermost.people.whispers).toEqual([{ user: bench.mattermost.user('ana'), text: 'hello' }]);
  });

  it('is a direct message where we may not, and is not asked for in vain each time', async () => {
    bench.mattermost.letWhisper(false);
    const { line, command } = await asked('gus');
    await line.whisper(command, words('one'));
    await line.whisper(command, words('two'));
    expect(bench.mattermost.direct('gus').map(({ message }) => seen(message))).toEqual(['one', 'two']);
    expect(bench.mattermost.calls.filter(({ path }) => path === '/posts/ephemeral')).toHaveLength(1);
    expect(bench.mattermost.standing()).toHaveLength(1);
  });

  it('fails where Mattermost does', async () => {
    const { line, command } = await asked();
    bench.mattermost.refuseNext('POST /posts/ephemeral', 500, 'x.app_error');
    await expect(line.whisper(command, words('hello'))).rejects.toMatchObject({ fault: 'unsure' });
    await expect(line.showHome(command.by, { sections: [] })).rejects.toMatchObject({ fault: 'refused' });
  });
});
