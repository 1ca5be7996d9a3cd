import { describe, expect, it } from 'vitest';
import type { Button } from '../../../protocol/model/button.ts';
import { messageId, postIdOf } from '../../../bridge/adapters/chat/mattermost/message-id.ts';
import { actionsOf, forClient } from '../../support/mattermost/shown.ts';
import type { MattermostPost } from '../../support/mattermost/site.ts';
import { cardOf, messageOf, until } from './receiver.ts';
import { slashToken, useMattermost } from './mattermost-bench.ts';

const bench = useMattermost();

const claim: Button = { type: 'run', key: 'claim/main', label: 'I am on it', line: 'claim main' };
const rerun: Button = {
  type: 'run',
  key: 'rerun/17',
  label: 'Rerun',
  line: 'ci rerun --failed 17',
  confirm: { title: 'Rerun what failed of CI #12?', text: 'It *runs* again. @all', ok: 'Rerun' },
};

async function shown(buttons: readonly Button[] = [claim, rerun]) {
  const connected = await bench.connect();
  const posted = await connected.chat.post({ channel: bench.mattermost.channel }, cardOf('o1', 'main', buttons));
  const post = bench.mattermost.site.posts.get(postIdOf(posted.message));
  if (!post) throw new Error('it was not posted');
  return { ...connected, posted, post, press: bench.mattermost.people.press };
}

type Json = Readonly<Record<string, unknown>>;
const knock = async (body: Json) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(bench.front.url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Json };
};
/** A press as Mattermost posts it; whoever has seen one could post it, too. */
const pressOf = (post: MattermostPost, at = 0): Json => ({
  user_id: bench.mattermost.user('ana'),
  post_id: post.id,
  channel_id: post.channel_id,
  trigger_id: `t${at}`,
  type: 'button',
  context: actionsOf(post)[at]?.integration?.context,
});

describe('a button in Mattermost', () => {
  it('shows nobody what it is signed with', async () => {
    const { post } = await shown();
    expect(actionsOf(post)[0]?.integration?.context).toMatchObject({ mac: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.stringify(forClient(post))).not.toContain('mac');
  });

  it('is refused where it is not one of ours, before anybody is asked anything', async () => {
    const { post, app } = await shown();
    const asked = bench.mattermost.calls.length;
    const good = pressOf(post);
    const { offer, mac } = good['context'] as { offer: string; mac: string };
    const other = offer.replace('claim main', 'ci cancel 17');
    const flipped = (mac.startsWith('0') ? '1' : '0') + mac.slice(1);
    for (const context of [
      { offer: other, mac },
      { offer, mac: flipped },
      { offer, mac: '' },
      { offer, mac: 'é' },
    ])
      expect(await knock({ ...good, context })).toMatchObject({ status: 401 });
    for (const context of [undefined, {}, { offer, mac: 7 }])
      expect((await knock({ ...good, context })).status).toBe(400);
    expect((await knock({ ...good, post_id: '../../users/me' })).status).toBe(400);
    expect(bench.mattermost.calls.length).toBe(asked);
    expect(app.offered).toEqual([]);
  });

  it('is refused on a post that it was not made for', async () => {
    const { post, app, chat } = await shown();
    const second = await chat.post({ channel: bench.mattermost.channel }, messageOf('o2', 'another'));
    const theirs = bench.mattermost.say('gus', 'look', '', { props: post.props });
    for (const id of [postIdOf(second.message), theirs.id])
      expect((await knock({ ...pressOf(post), post_id: id })).body).toMatchObject({
        ephemeral_text: expect.stringContaining('not on the card any more'),
      });
    bench.mattermost.delete(post.id);
    expect((await knock(pressOf(post))).body).toHaveProperty('ephemeral_text');
    expect(app.all('pressed')).toEqual([]);
  });

  it('tells where it stands: in the thread of its card', async () => {
    const { post, app, posted, press } = await shown();
    await press(bench.mattermost.user('bo'), post, claim.label);
    expect(app.all('pressed')).toMatchObject([
      {
        ...posted,
        thread: messageId(post),
        key: 'claim/main',
        line: 'claim main',
        by: { name: 'Bo Berg', member: true },
      },
    ]);
  });

  it('is one press, however often it is posted', async () => {
    const { post, app } = await shown();
    await knock(pressOf(post));
    await knock(pressOf(post));
    expect(app.all('pressed')).toHaveLength(1);
    expect(app.offered).toHaveLength(2);
  });

  it('still works after the bridge was started anew, and not with another secret', async () => {
    const { post } = await shown();
    const { app } = await bench.connect();
    expect((await knock(pressOf(post))).status).toBe(200);
    expect(app.all('pressed')).toHaveLength(1);
    await bench.connect({ secret: 'another' });
    expect((await knock(pressOf(post))).status).toBe(401);
  });

  it('tells whoever pressed where it could not be taken in', async () => {
    const { post, app, press } = await shown();
    app.refuse(1);
    await press(bench.mattermost.user('ana'), post, claim.label);
    expect(bench.mattermost.people.whispers).toMatchObject([{ text: expect.stringContaining('Try again') }]);
    expect(app.all('pressed')).toEqual([]);
  });

  it('is not there where Mattermost cannot reach us', async () => {
    const { chat, line } = await bench.connect({ callbackUrl: undefined as never });
    const { message } = await chat.post({ channel: bench.mattermost.channel }, cardOf('o1', 'main', [claim]));
    const post = bench.mattermost.site.posts.get(postIdOf(message));
    expect(chat.can.buttons).toBe(false);
    expect(line.serve).toBeUndefined();
    expect(post && actionsOf(post)).toEqual([]);
    expect(JSON.stringify(post?.props)).toContain('@shiproom claim main');
  });
});

describe('a button that asks first', () => {
  async function asked() {
    const opened = await shown();
    await opened.press(bench.mattermost.user('ana'), opened.post, rerun.label);
    const [dialog] = bench.mattermost.people.dialogs;
    if (!dialog) throw new Error('no dialog was opened');
    return { ...opened, dialog };
  }
  const submission = (state: string, user_id: string): Json => ({ type: 'dialog_submission', state, user_id });

  it('opens a dialog before whoever pressed, and is taken in once it is answered', async () => {
    const { dialog, app, posted } = await asked();
    expect(app.offered).toEqual([]);
    expect(dialog.user).toBe(bench.mattermost.user('ana'));
    expect(dialog.dialog).toMatchObject({ title: 'Rerun what failed of CI…', submit_label: 'Rerun', elements: [] });
    expect(dialog.dialog.introduction_text).toContain(String.raw`\*runs\*`);
    expect(dialog.dialog.introduction_text).not.toContain('@all');
    expect(await bench.mattermost.people.submit(dialog, dialog.user)).toBeUndefined();
    expect(app.all('pressed')).toMatchObject([{ ...posted, line: rerun.line, by: { name: 'Ana' } }]);
    await bench.mattermost.people.submit(dialog, dialog.user);
    expect(app.all('pressed')).toHaveLength(1);
  });

  it('[T8] cannot be answered in somebody else’s name, though its state is in the hands of who was asked', async () => {
    const { dialog, app } = await asked();
    const { state } = dialog.dialog;
    const forged = [
      submission(state, bench.mattermost.user('bo')),
      submission(state.replaceAll(dialog.user, bench.mattermost.user('bo')), bench.mattermost.user('bo')),
      submission(state.replace('--failed 17', '--failed 18'), dialog.user),
      submission(state.slice(1), dialog.user),
      submission('', dialog.user),
    ];
    for (const each of forged) expect((await knock(each)).status).toBe(401);
    // Nor is a button's signature good for an answer.
    const context = pressOf((await shown()).post)['context'] as { offer: string; mac: string };
    expect((await knock(submission(`${context.mac} ${context.offer}`, dialog.user))).status).toBe(401);
    expect(app.offered).toEqual([]);
  });

  it('is nothing where it was cancelled, and asks again where it was thought about for too long', async () => {
    const { dialog, app } = await asked();
    await bench.mattermost.people.submit(dialog, dialog.user, { cancelled: true });
    expect(app.offered).toEqual([]);
    const later = { now: () => Date.now() + 601_000, after: () => () => {} };
    const { app: other } = await bench.connect({ clock: later });
    expect(await bench.mattermost.people.submit(dialog, dialog.user)).toContain('for too long');
    expect(other.offered).toEqual([]);
  });

  it('says so in the dialog where it could not be taken in', async () => {
    const { dialog, app } = await asked();
    app.refuse(1);
    expect(await bench.mattermost.people.submit(dialog, dialog.user)).toContain('Try again');
    expect(await bench.mattermost.people.submit(dialog, dialog.user)).toBeUndefined();
    expect(app.all('pressed')).toHaveLength(1);
  });
});

describe('the slash command', () => {
  it('is taken in with its token alone', async () => {
    const { app } = await bench.connect();
    const { slash } = bench.mattermost.people;
    const ana = bench.mattermost.user('ana');
    await expect(slash(bench.front.url, 'another', ana, 'ci run')).rejects.toThrow('401');
    await slash(bench.front.url, slashToken, ana, ' ci  run ');
    expect(app.commands()).toMatchObject([{ line: 'ci run', by: { name: 'Ana', member: true } }]);
    await bench.connect({ slashToken: undefined as never });
    await expect(slash(bench.front.url, slashToken, ana, 'ci run')).rejects.toThrow('401');
  });

  it('knows its thread', async () => {
    const { app } = await bench.connect();
    const root = bench.mattermost.say('ana', 'red?');
    await bench.mattermost.people.slash(bench.front.url, slashToken, bench.mattermost.user('ana'), 'ci log', root.id);
    expect(app.commands()).toMatchObject([{ line: 'ci log', thread: messageId(root) }]);
  });

  it('is answered at no address but Mattermost’s own', async () => {
    const { app, line } = await bench.connect();
    const form = {
      token: slashToken,
      channel_id: bench.mattermost.channel,
      user_id: bench.mattermost.user('ana'),
      text: 'help',
      trigger_id: 't1',
      response_url: 'http://127.0.0.1:9/hooks/commands/x',
    };
    await fetch(bench.front.url, { method: 'POST', body: new URLSearchParams(form) });
    await until(() => app.commands().length === 1);
    const [command] = app.commands();
    if (command) await line.whisper(command, { text: 'hello', blocks: [] });
    expect(bench.mattermost.people.whispers).toMatchObject([{ text: 'hello' }]);
    expect(bench.mattermost.calls.at(-1)).toMatchObject({ path: '/posts/ephemeral' });
  });
});
