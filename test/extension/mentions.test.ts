import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noticeCall } from '../../extension/views/notices/mention-notice.ts';
import { noticesOf } from '../../extension/views/notices/mention-watch.ts';
import { createMentions } from '../../extension/views/notices/mentions.ts';
import { createToldOnce } from '../../extension/told-once.ts';
import { createSettings } from '../../extension/settings.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Message } from '../../protocol/model/message.ts';
import { manualClock } from '../support/clock.ts';
import { person } from '../support/samples.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const [ana, bo] = [person('Ana'), person('Bo')];
const naming = (who: string): Message => ({
  text: `@${who} look`,
  blocks: [
    { type: 'list', ordered: false, items: [[{ type: 'mention', text: `@${who}`, person: person(who).id }]] },
    { type: 'paragraph', children: [{ type: 'text', text: ' look' }] },
  ],
});
type Said = Extract<Entry, { type: 'said' }>;
const said = (offset: number, part: Partial<Said> = {}): Said => ({
  type: 'said',
  offset,
  at: offset,
  by: { type: 'person', person: bo },
  message: naming('Ana'),
  ...part,
});

let failures: unknown[] = [];
beforeEach(() => void (failures = []));
afterEach(() => {
  if (failures.length > 0) throw new AggregateError(failures);
});

function watching(part: { reading?: boolean; focused?: boolean } = {}, known = new Set<string>()) {
  const clock = manualClock();
  const words: string[] = [];
  const own = failures;
  const mentions = createMentions({
    me: () => ana.id,
    reading: () => part.reading ?? false,
    focused: () => part.focused ?? true,
    first: async (key) => !known.has(key) && known.add(key).has(key),
    after: clock.after,
    tell: async (each) => void words.push(each),
    failed: (error) => own.push(error),
  });
  return {
    words,
    clock,
    mentions,
    async live(...entries: Entry[]) {
      mentions.told({ type: 'entries', entries });
      await clock.advance(0);
    },
    missed: (...entries: Entry[]) => mentions.told({ type: 'entries', entries, missed: true }),
  };
}

describe('a mention', () => {
  it('is told at once, by whom and of what, and only once', async () => {
    const at = watching();
    await at.live(said(1));
    await at.live(said(1));
    expect(at.words).toEqual(['Bo mentioned you: @Ana look']);
  });

  it('is not told of oneself, of others, of what was taken back, nor of what only changes an entry', async () => {
    const at = watching();
    await at.live(
      said(1, { by: { type: 'person', person: ana } }),
      said(2, { message: naming('Bo') }),
      said(3, { removed: true }),
      { type: 'amended', offset: 4, at: 4, of: 2, message: naming('Ana') },
      { type: 'skip', offset: 5, at: 5 },
    );
    expect(at.words).toEqual([]);
  });

  it('is told in a bot’s own words, which is how a dead letter comes', async () => {
    const at = watching();
    const message = { ...naming('Ana'), text: '@Ana your message could not be delivered: the channel is archived.' };
    await at.live(said(1, { by: { type: 'bot', name: 'Shiproom' }, message, to: ana.id }));
    expect(at.words).toEqual(['Shiproom: @Ana your message could not be delivered: the channel is archived.']);
  });

  it('is not told while the feed is before its reader’s eyes', async () => {
    const at = watching({ reading: true });
    await at.live(said(1));
    expect(at.words).toEqual([]);
  });
});

describe('a message that was sent to this editor', () => {
  it('is told, with whose it is; those for others are nobody’s business here', async () => {
    const at = watching();
    const message: Message = { text: 'look at this', blocks: [] };
    await at.live(said(1, { message, to: ana.id }), said(2, { message, to: bo.id }));
    await at.live(said(3, { message, to: ana.id, by: { type: 'person', person: ana } }));
    expect(at.words).toEqual(['Sent to your editor, from Bo: look at this', 'Sent to your editor: look at this']);
  });
});

describe('what came while one was away', () => {
  it('is told together, however many batches it came in', async () => {
    const at = watching();
    at.missed(said(1), said(2));
    at.missed(said(3, { to: ana.id }));
    expect(at.words).toEqual([]);
    await at.clock.advance(1_000);
    expect(at.words).toEqual(['While you were away: You were mentioned 2 times. 1 message was sent to your editor.']);
    await at.live(said(4));
    expect(at.words).toHaveLength(2);
  });

  it('is not told where nothing of it wants anybody, nor of a room that was loaded anew', async () => {
    const at = watching();
    at.missed(said(1, { message: naming('Bo') }));
    at.mentions.told({ type: 'room', room: { entries: [said(2)] } as never });
    await at.clock.advance(5_000);
    expect(at.words).toEqual([]);
  });

  it('ends with the window', async () => {
    const at = watching();
    at.missed(said(1));
    at.mentions.dispose();
    await at.clock.advance(5_000);
    expect(at.words).toEqual([]);
  });
});

describe('several windows', () => {
  it('tell once: the one that is looked at, and else the first', async () => {
    const known = new Set<string>();
    const [far, near, last] = [
      watching({ focused: false }, known),
      watching({}, known),
      watching({ focused: false }, known),
    ];
    await far.live(said(1));
    await near.live(said(1));
    await last.live(said(2));
    await far.clock.advance(1_000);
    await last.clock.advance(1_000);
    expect([far.words, near.words.length, last.words.length]).toEqual([[], 1, 1]);
  });

  it('tell nothing that is read in one of them', async () => {
    const known = new Set<string>();
    const [far, near] = [watching({ focused: false }, known), watching({ reading: true }, known)];
    await far.live(said(1));
    await near.live(said(1));
    await far.clock.advance(1_000);
    expect([...far.words, ...near.words]).toEqual([]);
  });

  it('know it of each other by a file, and are all first where there can be none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shiproom-told-'));
    const [one, other] = [
      createToldOnce(join(folder, 'told'), () => Date.now()),
      createToldOnce(join(folder, 'told'), () => Date.now()),
    ];
    expect((await Promise.all([one('a'), other('a'), one('a')])).filter(Boolean)).toHaveLength(1);
    expect(await other('b')).toBe(true);
    const later = createToldOnce(join(folder, 'told'), () => Date.now() + 25 * 3_600_000);
    expect(await later('a')).toBe(true);
    await writeFile(join(folder, 'file'), '');
    const nowhere = createToldOnce(join(folder, 'file'), () => Date.now());
    expect([await nowhere('a'), await nowhere('a')]).toEqual([true, true]);
    await rm(folder, { recursive: true });
  });
});

it('tells many at once together', () => {
  const calls = [said(1), said(2), said(3)];
  expect(noticesOf(calls, false, ana.id).map(({ words }) => words)).toEqual(['You were mentioned 3 times.']);
  expect(noticesOf(calls.slice(0, 2), false, ana.id)).toHaveLength(2);
});

describe('the notice', () => {
  beforeEach(() => reset());

  it('opens the feed, or mutes all such', async () => {
    const settings = createSettings();
    editor.answer = () => 'Open';
    await noticeCall('Bo mentioned you: [run](command:x)', settings);
    expect(editor.shown).toMatchObject([
      { kind: 'information', text: 'Bo mentioned you: [run] (command:x)', choices: ['Open', 'Mute'] },
    ]);
    expect(editor.executed).toEqual([['shiproom.feed.focus']]);
    editor.answer = () => 'Mute';
    await noticeCall('again', settings);
    await noticeCall('never', settings);
    expect(editor.shown).toHaveLength(2);
    expect(editor.settings['shiproom.notifications.mentions']).toEqual({ globalValue: false });
  });
});
