import { describe, expect, it } from 'vitest';
import { type Aside, type PanelState, start } from '../../media/state.ts';
import { createCalendar } from '../../media/time.ts';
import { RunId } from '../../protocol/model/ids.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { key, person } from '../support/samples.ts';
import { all, button, mount, one, settled, wishes, words } from './dom.ts';
import { minute, now, offline, plain, roomView, said, saidFrom } from './samples.ts';

const calendar = createCalendar('en-GB', 'UTC');
const online: PanelState['connection'] = { state: 'online' };
const state = (entries: readonly Entry[], part: Partial<PanelState> = {}): PanelState => ({
  ...start,
  connection: online,
  room: roomView({ entries: [...entries] }),
  ...part,
});
const feed = (shown: PanelState) => mount('shiproom-feed', { state: shown, now, calendar });
const articles = (root: ParentNode) => all(root, '[role=article]');
const entry = async (shown: Entry) => one(await feed(state([shown])), 'shiproom-entry');

describe('entries', () => {
  it('says who spoke, when, where and about what', async () => {
    const element = await entry(
      said(1, { at: now, about: key(), origin: { platform: 'slack', channel: 'C1', message: '1' } }),
    );
    expect(words(element)).toBe('Bo in Slack 12:00 About branch feat/login message 1');
    expect(element.getAttribute('aria-label')).toBe('Bo, in Slack, 12:00');
  });

  it('tells bots from people', async () => {
    const element = await entry(said(1, { at: now, by: { type: 'bot', name: 'deploy' } }));
    expect(words(one(element, '.badge'))).toBe('bot');
    expect(element.getAttribute('aria-label')).toBe('deploy, bot, 12:00');
  });

  it('sets the bot’s answers apart, with the line that was asked', async () => {
    const answered = { type: 'answered', offset: 1, at: now, by: person('Ana'), line: 'ci run main' } as const;
    const element = await entry({ ...answered, message: plain('Started.') });
    expect(words(one(element, '.line'))).toBe('/ci run main');
    expect(words(element)).toContain('Shiproom bot to Ana');
  });

  it('tells how a branch turned, and leads to the log', async () => {
    const run = RunId.parse('run-1');
    const element = await entry({
      type: 'turned',
      offset: 1,
      at: now,
      turn: 'red',
      about: key(),
      run,
      message: plain('x'),
    });
    const wished = wishes(element);
    button(element, 'Open log').click();
    expect(words(element)).toContain('Went red');
    expect(wished).toEqual([{ type: 'open-log', run }]);
  });
});

describe('what only the reader sees', () => {
  const aside = (outcome: Aside['outcome'], kind: Aside['kind'] = 'run'): Aside => ({
    ask: 'a1',
    kind,
    text: 'ci status',
    about: key(),
    at: now,
    after: 1,
    outcome,
  });

  it('is a reply, said to be private, that can be dismissed', async () => {
    const element = await feed(state([said(1)], { asides: [aside({ type: 'reply', message: plain('passing') })] }));
    const wished = wishes(element);
    expect(words(one(element, 'shiproom-aside'))).toBe('Only you see this /ci status passing');
    button(element, 'Dismiss').click();
    expect(wished).toEqual([{ type: 'dismiss', ask: 'a1' }]);
  });

  it('is a refusal, which can be tried again as it was', async () => {
    const refused = aside({ type: 'refused', slug: 'x', message: 'No such command.' });
    const element = await feed(state([said(1)], { asides: [refused] }));
    const wished = wishes(element);
    expect(words(element)).toContain('No such command.');
    button(element, 'Try again').click();
    expect(wished).toEqual([
      { type: 'dismiss', ask: 'a1' },
      { type: 'run', line: 'ci status', about: key() },
    ]);
  });

  it('is a message on its way, greyed, or refused with its reason', async () => {
    const pending = [
      { mid: 'm1', text: 'hello' },
      { mid: 'm2', text: 'again', about: key(), refused: 'That is too long.' },
    ];
    const element = await feed(state([said(1)], { pending }));
    const [waiting, refused] = all(element, 'shiproom-pending');
    expect(waiting && words(waiting)).toContain('hello Sending…');
    expect(refused && words(refused)).toContain('again Not sent. That is too long.');
    const wished = wishes(element);
    button(element, 'Try again').click();
    expect(wished).toEqual([
      { type: 'forget', mid: 'm2' },
      { type: 'say', text: 'again', about: key() },
    ]);
  });

  it('says that a message waits while the bridge is away', async () => {
    const away = offline.type === 'connection' ? offline.connection : online;
    const element = await feed(state([said(1)], { connection: away, pending: [{ mid: 'm1', text: 'hello' }] }));
    expect(words(one(element, 'shiproom-pending'))).toContain('Waits until the bridge is back');
  });
});

describe('feed', () => {
  it('is a feed of articles, of which each knows its place', async () => {
    const element = await feed(state(saidFrom(1, 3)));
    expect(one(element, '[role=feed]').getAttribute('aria-label')).toBe('Conversation');
    expect(
      articles(element).map((each) => [each.getAttribute('aria-posinset'), each.getAttribute('aria-setsize')]),
    ).toEqual([
      ['1', '3'],
      ['2', '3'],
      ['3', '3'],
    ]);
    element.state = { ...state(saidFrom(1, 3)), room: roomView({ entries: saidFrom(1, 3), more: true }) };
    await settled();
    expect(articles(element)[0]?.getAttribute('aria-setsize')).toBe('-1');
  });

  it('is one stop for the Tab key, and Page Up and Page Down go through it', async () => {
    const element = await feed(state(saidFrom(1, 3)));
    const stops = () => articles(element).map((each) => each.tabIndex);
    expect(stops()).toEqual([-1, -1, 0]);
    const press = (at: number, name: string) =>
      articles(element)[at]?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true }));
    articles(element)[2]?.focus();
    press(2, 'PageUp');
    await settled();
    expect(stops()).toEqual([-1, 0, -1]);
    press(1, 'PageDown');
    await settled();
    expect(stops()).toEqual([-1, -1, 0]);
  });

  it('never renders more than 300 entries', async () => {
    const element = await feed(state(saidFrom(1, 500)));
    expect(articles(element)).toHaveLength(300);
  });

  it('asks for older ones, and says that it does, or why it could not', async () => {
    const room = roomView({ more: true });
    const element = await feed({ ...state([]), room });
    const wished = wishes(element);
    button(element, 'Load older messages').click();
    expect(wished).toEqual([{ type: 'page', towards: 'older' }]);
    element.state = { ...state([]), room, reading: 'e1' };
    await settled();
    expect(button(element, 'Loading older messages…').hasAttribute('disabled')).toBe(true);
    expect(one(element, '[role=feed]').getAttribute('aria-busy')).toBe('true');
    element.state = { ...state([]), room, unread: 'Not connected.' };
    await settled();
    expect(words(one(element, '.error'))).toBe('Not connected.');
  });

  it('leads back to the newest from older ones', async () => {
    const element = await feed(state(saidFrom(1, 700), { end: 400 }));
    const wished = wishes(element);
    button(element, 'Show newer messages').click();
    button(element, 'Newest').click();
    expect(wished).toEqual([
      { type: 'page', towards: 'newer' },
      { type: 'page', towards: 'newest' },
    ]);
  });

  it('says what to do where nothing is shared yet, and where nothing was said', async () => {
    const element = await feed({ ...state([]), room: roomView({ entries: [], cards: [] }) });
    expect(words(element)).toContain('Nothing shared yet.');
    expect(words(element)).toContain('Shiproom: Share Branch Status');
    element.state = state([]);
    await settled();
    expect(words(element)).toContain('Nobody has said anything yet.');
  });

  it('marks history that was loaded anew', async () => {
    const element = await feed(state(saidFrom(5, 6), { reloadedAt: 5 }));
    expect(words(element)).toContain('History was loaded anew.');
  });

  it('joins what one author says in one go', async () => {
    const element = await feed(state([said(1), said(2, { at: said(1).at + minute })]));
    expect(all(element, 'shiproom-entry').map((each) => each.hasAttribute('joined'))).toEqual([false, true]);
  });
});
