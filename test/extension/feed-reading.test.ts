import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createPanelHost } from '../../client/panel-host.ts';
import type { Session } from '../../client/session.ts';
import { createFeedPanel, type FeedPanel } from '../../extension/views/feed-panel.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { person } from '../support/samples.ts';
import { roomView } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';
import { resolveFeed } from './webview.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let kept = new Map<string, number>();
let feed: FeedPanel;
const open = (): FeedPanel =>
  createFeedPanel({
    dist: stub.Uri.file('/extension/dist') as never,
    createPanelHost,
    acts: {
      openLog: () => {},
      openLink: () => {},
      openPlace: () => {},
      openDiff: () => {},
      openExcerpt: () => {},
      connect: () => {},
    },
    seen: {
      seen: (room) => kept.get(room),
      keepSeen: async (room, offset) => void kept.set(room, offset),
    },
    strange: () => {},
  });
const entry = (name: string, offset: number): Entry => ({
  type: 'said',
  offset,
  at: 1,
  by: { type: 'person', person: person(name) },
  message: { text: 'x', blocks: [] },
});
const session = () => ({ connection: () => ({ state: 'online' }), pending: () => [] }) as unknown as Session;

beforeEach(() => {
  reset();
  kept = new Map();
  feed = open();
});

describe('how far its reader has read', () => {
  const said: Entry[] = [entry('Bo', 1), entry('Ana', 2)];
  /** Somebody says more. */
  const say = (...names: string[]): void => {
    const more = names.map((name, index) => entry(name, said.length + index + 1));
    said.push(...more);
    feed.told({ type: 'entries', entries: more });
  };
  const attached = () => {
    said.splice(2);
    feed.attach({ ...session(), room: () => roomView({ entries: said }) });
    return resolveFeed();
  };

  it('is counted on the badge, but for their own words and what changes an older entry', () => {
    const { view } = attached();
    expect(view.badge).toBeUndefined();
    say('Bo', 'Ana');
    expect(view.badge).toEqual({ value: 1, tooltip: '1 new entry in the feed' });
    say('Cy');
    expect(view.badge).toEqual({ value: 2, tooltip: '2 new entries in the feed' });
    said.push({ type: 'amended', offset: 6, at: 2, of: 1 });
    feed.told({ type: 'entries', entries: said.slice(-1) });
    expect(view.badge?.value).toBe(2);
  });

  it('goes on with what was before their eyes, and stays over a restart of the editor', () => {
    const { view, say: panelSays, posted } = attached();
    say('Bo', 'Bo');
    panelSays({ type: 'ready' });
    // Told before the room, so that the page does not take for seen what it shows first.
    expect(posted.map(({ type }) => type)).toEqual(['connection', 'seen', 'room', 'pending', 'here']);
    expect(posted[1]).toEqual({ type: 'seen', offset: 2 });
    panelSays({ type: 'seen', offset: 3 });
    expect(view.badge?.value).toBe(1);
    feed.dispose();
    feed = open();
    feed.attach({ ...session(), room: () => roomView({ entries: said }) });
    const later = resolveFeed();
    expect(later.view.badge?.value).toBe(1);
    later.say({ type: 'ready' });
    expect(later.posted[1]).toEqual({ type: 'seen', offset: 3 });
    later.say({ type: 'seen', offset: 4 });
    expect(later.view.badge).toBeUndefined();
  });

  it('does not go on while they look at another window; then what came stands below a divider', () => {
    const { view, say: panelSays, posted } = attached();
    panelSays({ type: 'ready' });
    stub.window.state.focused = false;
    say('Bo');
    panelSays({ type: 'seen', offset: 3 });
    expect(view.badge?.value).toBe(1);
    stub.window.state.focused = true;
    editor.fires.focus.fire({ focused: true });
    expect(posted.at(-1)).toEqual({ type: 'seen', offset: 2 });
    panelSays({ type: 'seen', offset: 3 });
    expect(view.badge).toBeUndefined();
  });

  it('is all of a room that is new to them, and of a history that began anew', () => {
    const { view } = attached();
    expect(kept.get('web')).toBe(2);
    kept.set('web', 900);
    feed.dispose();
    feed = open();
    feed.attach({ ...session(), room: () => roomView({ entries: said }) });
    expect([resolveFeed().view.badge, kept.get('web')]).toEqual([undefined, 2]);
    expect(view.badge).toBeUndefined();
  });
});
