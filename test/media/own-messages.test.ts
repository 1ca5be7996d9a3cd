import { describe, expect, it, vi } from 'vitest';
import { noReader } from '../../media/reader.ts';
import { type PanelState, start } from '../../media/state.ts';
import { createCalendar } from '../../media/time.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Message } from '../../protocol/model/message.ts';
import type { Pending } from '../../protocol/wire/panel.ts';
import { person } from '../support/samples.ts';
import { all, button, mount, nameOf, one, settled, wishes, words } from './dom.ts';
import { minute, now, plain, roomView, said } from './samples.ts';
const ana = { ...noReader, me: person('Ana').id };

const calendar = createCalendar('en-GB', 'UTC');
const by = { type: 'person', person: person('Ana') } as const;
const mine = (offset: number, part: Partial<Entry & { type: 'said' }> = {}) =>
  said(offset, { by, at: now - 10 * minute + offset * minute, ...part });
const feed = (entries: readonly Entry[], part: Partial<PanelState> = {}) => {
  const online = { state: 'online' } as const;
  const state = { ...start, connection: online, room: roomView({ entries: [...entries] }), ...part };
  return mount('shiproom-feed', { reader: ana, state, now, calendar });
};
const entryOf = async (entry: Entry, part: Partial<PanelState> = {}) =>
  one(await feed([entry], part), 'shiproom-entry');
const tools = (root: ParentNode) => all(root, 'shiproom-own button').map(nameOf);
const pending = (part: Partial<Pending>): Pending => ({ mid: 'm1', text: 'hello', amends: 1, removes: false, ...part });

describe('what one may do with a message', () => {
  it('is to change it or to delete it, where it is one’s own and was said here', async () => {
    expect(tools(await entryOf(mine(1)))).toEqual(['Edit message', 'Delete message…']);
    const origin = { platform: 'slack', channel: 'C1', message: '1' };
    for (const other of [said(1), mine(1, { origin }), mine(1, { to: person('Ana').id }), mine(1, { removed: true })])
      expect(tools(await entryOf(other))).toEqual([]);
  });

  it('is reached by the Tab key from the message that the key reaches', async () => {
    const element = await feed([mine(1), said(2), mine(3)]);
    const stops = all(element, 'shiproom-own').map((each) => all(each, 'button[tabindex="0"]').length);
    expect(stops).toEqual([0, 2]);
    one(element, 'shiproom-entry').dispatchEvent(new Event('focus'));
    await settled();
    expect(all(element, 'shiproom-own').map((each) => all(each, 'button[tabindex="0"]').length)).toEqual([2, 0]);
  });

  it('begins in the composer, and a deletion is asked once more', async () => {
    const element = await entryOf(mine(1));
    const wished = wishes(element);
    button(element, 'Edit message').click();
    button(element, 'Delete message…').click();
    await settled();
    expect(words(one(element, '[role=group]'))).toBe('Delete this message, here and in the chats? Delete Keep');
    button(element, 'Keep').click();
    await settled();
    button(element, 'Delete message…').click();
    await settled();
    one(element, '.confirm').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settled();
    expect(wished).toEqual([{ type: 'begin-edit', offset: 1 }]);
    button(element, 'Delete message…').click();
    await settled();
    const focused = vi.spyOn(element, 'focus');
    button(element, 'Delete').click();
    // The focus stays at the message’s place, and is not lost with the button.
    expect(focused).toHaveBeenCalledOnce();
    expect(wished.slice(1)).toEqual([{ type: 'amend', offset: 1, text: null }]);
  });
});

describe('a message that was changed', () => {
  it('says so, and when', async () => {
    const element = await entryOf(said(1, { at: now, edited: now + 5 * minute }));
    expect(words(element)).toBe('Bo 12:00 message 1 (edited)');
    expect(one(element, '.edited').title).toContain('12:05');
    expect(element.getAttribute('aria-label')).toBe('Bo, 12:00, edited 12:05');
    const code: Message = { text: 'x', blocks: [{ type: 'code', text: 'x' }] };
    expect(words(await entryOf(said(1, { message: code, edited: now })))).toContain('(edited)');
  });

  it('leaves one quiet line where it was taken back', async () => {
    const gone = { message: { text: '', blocks: [] }, removed: true, edited: now };
    const element = await feed([mine(1), mine(2, gone), mine(3)]);
    const lines = all(element, 'shiproom-entry').map(words);
    expect(lines[1]).toBe('Ana · message taken back 11:52');
    expect(lines[2]).toContain('Ana');
    expect(all(element, 'shiproom-entry')[1]?.getAttribute('aria-label')).toBe('Ana, message taken back, 11:52');
  });

  it('is no line of its own', async () => {
    const element = await feed([said(1), { type: 'amended', offset: 2, at: now, of: 1, message: plain('other') }]);
    expect(all(element, '[role=article]')).toHaveLength(1);
    expect(words(element)).not.toContain('other');
  });
});

describe('a change on its way', () => {
  it('stands where its message does, and can be undone', async () => {
    const element = await entryOf(mine(1), { pending: [pending({})] });
    expect(words(element)).toContain('hello Saving… Undo');
    expect(words(element)).not.toContain('message 1');
    expect(tools(element)).toEqual([]);
    const wished = wishes(element);
    button(element, 'Undo').click();
    expect(wished).toEqual([{ type: 'forget', mid: 'm1' }]);
    const away = await entryOf(mine(1), {
      pending: [pending({ removes: true, text: '' })],
      connection: { state: 'offline', since: now, reason: 'x' },
    });
    expect(words(away)).toContain('message 1 This change waits until the bridge is back');
  });

  it('stands at the end where its message is out of sight, or where it was refused', async () => {
    const element = await feed([mine(5)], {
      pending: [pending({ mid: 'a' }), pending({ mid: 'b', amends: 5, text: 'x', refused: 'It is gone.' })],
    });
    const [far, refused] = all(element, 'shiproom-pending');
    expect(far && words(far)).toContain('Change of a message of yours hello Sending…');
    expect(refused && words(refused)).toContain('Change of a message of yours x Not done. It is gone.');
    expect(refused?.getAttribute('aria-label')).toBe('Your change of a message, refused');
    const wished = wishes(element);
    button(refused ?? element, 'Try again').click();
    expect(wished).toEqual([
      { type: 'forget', mid: 'b' },
      { type: 'amend', offset: 5, text: 'x' },
    ]);
  });
});

describe('a message for one reader', () => {
  it('says that nobody else sees it, and that it was sent here', async () => {
    const origin = { platform: 'slack', channel: 'C1', message: '1' };
    const element = await entryOf(said(1, { at: now, to: person('Ana').id, origin }));
    expect(words(element)).toBe('Bo in Slack 12:00 Only you see this: sent to your editor message 1');
    expect(element.getAttribute('aria-label')).toBe('Bo, in Slack, only you see this, 12:00');
    const bot = await entryOf(said(1, { at: now, to: person('Ana').id, by: { type: 'bot', name: 'Shiproom' } }));
    expect(words(bot)).toBe('Shiproom bot 12:00 Only you see this message 1');
  });

  it('is not joined with what everybody sees', async () => {
    const element = await feed([said(1), said(2, { to: person('Ana').id }), said(3)]);
    expect(all(element, 'shiproom-entry').map((each) => each.hasAttribute('joined'))).toEqual([false, false, false]);
  });
});

describe('a mention of the reader', () => {
  const message: Message = {
    text: '@Ana',
    blocks: [{ type: 'paragraph', children: [{ type: 'mention', text: '@Ana', person: person('Ana').id }] }],
  };

  it('marks the whole message, unless the reader wrote it', async () => {
    expect((await entryOf(said(1, { message }))).hasAttribute('mentioned')).toBe(true);
    expect((await entryOf(mine(1, { message }))).hasAttribute('mentioned')).toBe(false);
    expect((await entryOf(said(1))).hasAttribute('mentioned')).toBe(false);
  });
});
