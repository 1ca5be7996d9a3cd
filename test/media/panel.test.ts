import { describe, expect, it } from 'vitest';
import type { Wish } from '../../media/wish.ts';
import { RunId } from '../../protocol/model/ids.ts';
import type { ToPanel } from '../../protocol/wire/panel.ts';
import { key, person } from '../support/samples.ts';
import { bench } from './bench.ts';
import { all, button, one, settled, words, writing } from './dom.ts';
import { inRoom, now, offline, online, plain, saidFrom } from './samples.ts';

describe('states', () => {
  const connection = (state: 'connecting' | 'unpaired'): ToPanel => ({ type: 'connection', connection: { state } });
  const stopped: ToPanel = { type: 'connection', connection: { state: 'stopped', reason: 'Too many windows.' } };

  it('asks to be told everything, and says that it connects', async () => {
    const at = await bench();
    expect(at.asked).toEqual([{ type: 'ready' }]);
    expect(words(at.panel)).toContain('Connecting to the bridge…');
  });

  it('unpaired: says how to connect, in an editor and in a page', async () => {
    const editor = await bench();
    await editor.tell({ type: 'connection', connection: { state: 'unpaired', reason: 'Your link has expired.' } });
    expect(words(editor.panel)).toContain('Your link has expired.');
    button(editor.panel, 'Connect to Bridge…').click();
    expect(editor.asked.at(-1)).toEqual({ type: 'connect' });
    const page = await bench({ place: 'page' });
    await page.tell(connection('unpaired'));
    expect(words(page.panel)).toContain('This page needs a link');
    expect(words(page.panel)).toContain('npm start');
  });

  it('offline or stopped before there was a room: the reason, and a way on', async () => {
    const at = await bench();
    await at.tell(offline);
    expect(words(at.panel)).toContain('The bridge does not answer.');
    button(at.panel, 'Retry Now').click();
    await at.tell(stopped);
    expect(words(at.panel)).toContain('Too many windows.');
    button(at.panel, 'Connect Again').click();
    expect(at.asked.slice(1)).toEqual([{ type: 'retry' }, { type: 'retry' }]);
  });

  it('online: the room, its branches, people and conversation', async () => {
    const at = await bench();
    await at.tell(online, inRoom(), { type: 'here', here: key() });
    const text = words(at.panel);
    for (const part of ['Web', 'Connected', 'feat/login', 'this branch', 'message 3', '2 here'])
      expect(text).toContain(part);
  });

  it('online: who is idle is not counted among those who are here, as in the view Team', async () => {
    const at = await bench();
    const people = ['Ana', 'Bo', 'Cleo'].map((name) => ({ person: person(name), devices: 1 }));
    await at.tell(online, inRoom({ people: [...people, { person: person('Dan'), devices: 1, idleSince: now }] }));
    expect(words(at.panel)).toContain('3 here, 1 idle');
  });

  it('online in an empty room: the next step', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: [], cards: [] }));
    expect(words(at.panel)).toContain('Nothing shared yet.');
  });

  it('offline with a room: never as if it were fresh', async () => {
    const at = await bench();
    await at.tell(online, inRoom(), offline);
    const text = words(at.panel);
    expect(text).toContain('Offline');
    expect(text).toContain('What you see is as of 3 min ago.');
    expect(text).not.toContain('Connected');
    at.panel.now = now + 60_000;
    await settled();
    expect(words(at.panel)).toContain('What you see is as of 4 min ago.');
    await at.tell(connection('connecting'));
    expect(words(at.panel)).toContain('What you see is as of');
    await at.tell(stopped);
    expect(words(at.panel)).toContain('Too many windows. What you see is as of');
    await at.tell(online);
    expect(words(at.panel)).not.toContain('as of');
  });
});

describe('requests', () => {
  it('[T3] says nothing to the host that the protocol does not know', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ more: true }));
    const wishes: Wish[] = [
      { type: 'say', text: 'hello', about: key() },
      { type: 'run', line: 'help', about: undefined },
      { type: 'page', towards: 'older' },
      { type: 'forget', mid: 'm' },
      { type: 'open-log', run: RunId.parse('run-1') },
      { type: 'open-link', href: 'https://example.com/' },
      { type: 'connect' },
      { type: 'retry' },
    ];
    for (const wish of wishes) await at.wish(wish);
    // Each was parsed by FromPanel as it arrived.
    expect(at.asked.map((message) => message.type)).toEqual([
      'ready',
      'say',
      'run',
      'earlier',
      'forget',
      'open-log',
      'open-link',
      'connect',
      'retry',
    ]);
  });

  it('shows a private reply where it was asked for', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    await at.wish({ type: 'run', line: 'ci status' });
    expect(words(one(at.panel, 'shiproom-aside'))).toContain('Asking the bot…');
    await at.answer('run', { type: 'reply', message: plain('all passing') });
    expect(words(one(at.panel, 'shiproom-aside'))).toContain('all passing');
  });

  it('shows a reply once that everybody reads', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    await at.wish({ type: 'run', line: 'ci run' });
    const answered = {
      type: 'answered',
      offset: 4,
      at: now,
      by: person('Ana'),
      line: 'ci run',
      message: plain('Started.'),
    } as const;
    await at.tell({ type: 'entries', entries: [answered] });
    await at.answer('run', { type: 'reply', message: plain('Started.'), offset: 4 });
    expect(all(at.panel, 'shiproom-aside')).toEqual([]);
    expect(words(at.panel).split('Started.')).toHaveLength(2);
  });

  it('puts what was refused back to be written anew, unless something else is being written', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    await at.wish({ type: 'run', line: 'frobnicate' });
    await at.answer('run', { type: 'refused', slug: 'x', message: 'There is no command “frobnicate”.' });
    await at.wish({ type: 'draft', text: 'half a thought' });
    button(at.panel, 'Edit').click();
    await settled();
    expect(writing(at.panel).value).toBe('half a thought');
    await at.wish({ type: 'draft', text: '' });
    button(at.panel, 'Edit').click();
    await settled();
    expect(writing(at.panel).value).toBe('/frobnicate');
    expect(all(at.panel, 'shiproom-aside')).toEqual([]);
  });

  it('goes on to the choice of a workflow where one has to be named, about the same branch', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    await at.wish({ type: 'run', line: 'ci run', about: key() });
    const message = 'There are several workflows.';
    await at.answer('run', { type: 'refused', slug: 'invalid_params', message, field: 'workflow' });
    button(at.panel, 'Choose Workflow').click();
    await settled();
    expect(writing(at.panel).value).toBe('/ci run --workflow ');
    expect(writing(at.panel).selectionStart).toBe('/ci run --workflow '.length);
    button(at.panel, 'Run command').click();
    expect(at.asked.at(-1)).toMatchObject({ type: 'run', line: 'ci run --workflow', about: key() });
  });

  it('asks once for older entries, from the first that it has', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: saidFrom(50, 60), more: true }));
    await at.wish({ type: 'page', towards: 'older' });
    await at.wish({ type: 'page', towards: 'older' });
    expect(at.asked.slice(1)).toEqual([{ type: 'earlier', ask: expect.any(String), before: 50 }]);
    await at.tell({ type: 'earlier', entries: saidFrom(40, 49), more: false });
    await at.answer('earlier', { type: 'done' });
    expect(all(at.panel, 'shiproom-entry')).toHaveLength(21);
    await at.wish({ type: 'page', towards: 'older' });
    expect(at.asked).toHaveLength(2);
  });

  it('goes back to the newest when something is written', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: saidFrom(1, 700) }));
    await at.wish({ type: 'page', towards: 'older' });
    expect(words(at.panel)).not.toContain('message 700');
    await at.wish({ type: 'say', text: 'hello' });
    expect(words(at.panel)).toContain('message 700');
  });

  it('remembers drafts and folded sections, and begins with them', async () => {
    const at = await bench({ memory: { draft: 'from before', open: { Branches: false } } });
    await at.tell(online, inRoom());
    expect(writing(at.panel).value).toBe('from before');
    const [branches, people] = all(at.panel, 'shiproom-section');
    expect(branches?.hasAttribute('open')).toBe(false);
    const expanded = all(at.panel, 'shiproom-section').map((each) => one(each, 'button').getAttribute('aria-expanded'));
    expect(expanded[0]).toBe('false');
    expect(words(branches ?? at.panel)).not.toContain('feat/login');
    one(people ?? at.panel, 'button').click();
    await at.wish({ type: 'draft', text: 'now' });
    expect(at.remembered.at(-1)).toEqual({ draft: 'now', open: { Branches: false, People: expect.any(Boolean) } });
  });

  it('writes about a branch from its card', async () => {
    const at = await bench();
    await at.tell(online, inRoom());
    button(at.panel, 'Write About This Branch').click();
    await settled();
    expect(words(one(at.panel, 'shiproom-composer'))).toContain('About feat/login');
  });
});
