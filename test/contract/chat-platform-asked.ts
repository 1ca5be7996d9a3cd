import { expect, it } from 'vitest';
import type { Button } from '../../protocol/model/button.ts';
import { cardOf, messageOf, until, words } from '../adapters/chat/receiver.ts';
import { type Connected, needed } from './chat-platform-bench.ts';

const rerun: Button = {
  type: 'run',
  key: 'rerun/17',
  label: 'Rerun failed jobs',
  line: 'ci rerun --failed 17',
  style: 'primary',
  confirm: { title: 'Rerun?', text: 'What failed of CI #12 runs again.', ok: 'Rerun' },
};
const claim: Button = { type: 'run', key: 'claim/main', label: 'I am on it', line: 'claim main' };
const open: Button = { type: 'open', label: 'Open the run', url: 'https://ci.example/12' };

/** What people ask of us, and what they are answered. */
export function describeAsked(connected: () => Promise<Connected>): void {
  it('[CP8] takes in a command line, in a thread too, and answers to its author alone', async () => {
    const { command, app, line, whispers, standing, say } = await connected();
    const thread = await say('a thread');
    await command('ci status');
    await command('ci log', { thread });
    await until(() => app.commands().length === 2);
    const [plain, threaded] = app.commands();
    expect(plain).toMatchObject({ line: 'ci status', by: { name: 'Ana', member: true } });
    expect(threaded).toMatchObject({ line: 'ci log', thread });
    expect(plain?.id).not.toBe(threaded?.id);
    const before = await standing();
    for (const each of app.commands()) await line.whisper(each, words(`answer to ${each.line}`));
    expect(await whispers()).toEqual(['answer to ci status', 'answer to ci log']);
    expect(await standing()).toEqual(before);
  });

  it('[CP10] takes in the press of a button once, with its line, and answers to whoever pressed', async ({ skip }) => {
    const { chat, place, app, line, press, standing, whispers } = await connected();
    if (!chat.can.buttons) skip('it has no buttons');
    const posted = await chat.post(place, cardOf('o1', 'main', [rerun, claim, open]));
    expect((await standing())[0]?.buttons).toEqual(expect.arrayContaining([rerun.label, claim.label]));
    await needed(press, 'press')(posted.message, rerun.label);
    await until(() => app.all('pressed').length === 1);
    const [pressed] = app.all('pressed');
    expect(pressed).toMatchObject({ ...posted, key: 'rerun/17', line: 'ci rerun --failed 17', by: { name: 'Ana' } });
    expect(pressed?.by.member).toBe(true);
    expect(Math.abs((pressed?.at ?? 0) - Date.now())).toBeLessThan(60_000);
    const before = await standing();
    if (pressed) await line.whisper(pressed, words('it runs again'));
    expect(await whispers()).toEqual(['it runs again']);
    expect(await standing()).toEqual(before);
    await needed(press, 'press')(posted.message, claim.label);
    await until(() => app.all('pressed').length === 2);
    expect(app.all('pressed').map(({ key }) => key)).toEqual(['rerun/17', 'claim/main']);
    expect(new Set(app.all('pressed').map(({ id }) => id)).size).toBe(2);
    expect(app.offered).toHaveLength(2);
  });

  it('[CP10] takes a button away with the next edit that is without it', async ({ skip }) => {
    const { chat, place, standing } = await connected();
    if (!chat.can.buttons) skip('it has no buttons');
    const posted = await chat.post(place, cardOf('o1', 'main', [rerun, claim]));
    await chat.edit(posted, cardOf('o1', 'main', [claim]));
    expect((await standing())[0]?.buttons).toEqual([claim.label]);
    await chat.edit(posted, cardOf('o1', 'main'));
    expect((await standing())[0]?.buttons ?? []).toEqual([]);
  });

  it('[T18] counts a guest who presses as no member', async ({ skip }) => {
    const { chat, place, app, press } = await connected();
    if (!chat.can.buttons) skip('it has no buttons');
    const posted = await chat.post(place, cardOf('o1', 'main', [claim]));
    await needed(press, 'press')(posted.message, claim.label, { as: 'guest' });
    await until(() => app.all('pressed').length === 1);
    expect(app.all('pressed')[0]?.by).toMatchObject({ bot: false, member: false });
  });

  it('[CP14] takes what somebody writes to us alone for a command line, and answers there', async () => {
    const { direct, app, line, whispers, directs, standing, user } = await connected();
    await direct('ci status main');
    await until(() => app.commands().length === 1);
    const [command] = app.commands();
    expect(command).toMatchObject({ line: 'ci status main', direct: true, by: { user: user('member'), member: true } });
    if (command) await line.whisper(command, words('it is green'));
    const answers = [...(await whispers()), ...(await directs()).map(({ text }) => text)];
    expect(answers).toEqual([expect.stringContaining('it is green')]);
    expect(await standing()).toEqual([]);
    expect(app.said()).toEqual([]);
  });

  it('[CP15] shows somebody the page that we have for them, and takes in what they press there', async ({ skip }) => {
    const { chat, app, line, openHome, home, press, whispers, directs } = await connected();
    if (!chat.can.home) skip('it has no page of ours');
    await needed(openHome, 'openHome')();
    await until(() => app.all('home').length > 0);
    const [by] = app.all('home').map((event) => event.by);
    expect(by).toMatchObject({ name: 'Ana', member: true });
    const section = { title: 'My branches', message: words('main is red'), buttons: [claim, open] };
    if (by) await line.showHome(by, { sections: [section] });
    for (const part of ['My branches', 'main is red', claim.label])
      expect(await needed(home, 'home')()).toContain(part);
    await needed(press, 'press')('home', claim.label);
    await until(() => app.all('pressed').length === 1);
    const [pressed] = app.all('pressed');
    expect(pressed).toMatchObject({ key: 'claim/main', line: 'claim main', by: { name: 'Ana' } });
    expect(pressed).not.toHaveProperty('message');
    if (pressed) await line.whisper(pressed, words('you are on it'));
    const answers = [...(await whispers()), ...(await directs()).map(({ text }) => text)];
    expect(answers).toEqual([expect.stringContaining('you are on it')]);
  });

  it('[CP16] takes in a message that somebody wants in their editor, with its author', async ({ skip }) => {
    const { chat, place, say, app, passOn } = await connected();
    if (!passOn) return skip('nobody can ask it for that');
    const root = await say('see line 12');
    const reply = await chat.post({ ...place, thread: root }, messageOf('o1', 'it is red'));
    await passOn(root);
    await passOn(reply.message);
    await until(() => app.all('passed-on').length === 2);
    expect(app.all('passed-on')).toMatchObject([
      { message: root, author: 'Ana', content: { text: 'see line 12' }, by: { name: 'Ana', member: true } },
      { message: reply.message, content: { text: expect.stringContaining('it is red') } },
    ]);
  });
}
