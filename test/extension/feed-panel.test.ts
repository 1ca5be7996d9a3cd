import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createPanelHost } from '../../client/panel-host.ts';
import type { Session } from '../../client/session.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { FromPanel } from '../../protocol/wire/panel.ts';
import { createFeedPanel, type FeedPanel } from '../../extension/views/feed-panel.ts';
import { panelHtml } from '../../extension/views/panel-html.ts';
import { key, person } from '../support/samples.ts';
import { roomView } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';
import { resolveFeed } from './webview.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let done: unknown[] = [];
let kept = new Map<string, number>();
let feed: FeedPanel;
const entry = (name: string, offset = 1): Entry => ({
  type: 'said',
  offset,
  at: 1,
  by: { type: 'person', person: person(name) },
  message: { text: 'x', blocks: [] },
});
/** What a session would be asked, as a list. */
const session = (entries: readonly Entry[] = []) =>
  ({
    room: () => roomView({ entries: [...entries] }),
    connection: () => ({ state: 'online' }),
    pending: () => [],
    say: async (text: string) => {
      done.push(['say', text]);
      return { ok: true, value: 'mid' };
    },
  }) as unknown as Session;

const open = (): FeedPanel =>
  createFeedPanel({
    dist: stub.Uri.file('/extension/dist') as never,
    createPanelHost,
    acts: {
      openLog: (run) => done.push(['log', run]),
      openLink: (href) => done.push(['link', href]),
      openPlace: (file, line) => done.push(['place', file, line]),
      openDiff: (text) => done.push(['diff', text]),
      openExcerpt: ({ path }) => done.push(['excerpt', path]),
      connect: () => done.push(['connect']),
    },
    seen: {
      seen: (room) => kept.get(room),
      keepSeen: async (room, offset) => void kept.set(room, offset),
    },
    strange: (why) => done.push(['strange', why]),
  });

beforeEach(() => {
  reset();
  done = [];
  kept = new Map();
  feed = open();
});

describe('the view Feed', () => {
  it('[T3] loads scripts, styles and fonts from the extension’s own folder, and nothing else', () => {
    const { view } = resolveFeed();
    expect(view.webview.options).toEqual({
      enableScripts: true,
      localResourceRoots: [stub.Uri.file('/extension/dist')],
    });
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(view.webview.html)?.[1];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      'script-src https://*.vscode-cdn.net',
      'style-src https://*.vscode-cdn.net',
      'font-src https://*.vscode-cdn.net',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(view.webview.html).not.toMatch(/unsafe|<script>|style="|\son\w+=/);
    const files = [...view.webview.html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file?.split('/').at(-1));
    expect(files).toEqual(['codicon.css', 'panel.css', 'panel.js']);
    expect(view.webview.html).toContain('<shiproom-panel></shiproom-panel>');
    expect(panelHtml({ source: 'x', script: 'x', style: 'x', icons: 'x', language: 'en' })).toMatch(/^<!doctype html>/);
  });

  it('leaves nothing behind where it ends while it is shown', () => {
    const { posted, say } = resolveFeed();
    say({ type: 'ready' });
    feed.dispose();
    const count = posted.length;
    expect([...editor.live]).toEqual([]);
    feed.attach(session());
    say({ type: 'ready' });
    expect(posted).toHaveLength(count);
  });

  it('tells the panel everything, each time that it comes', () => {
    feed.attach(session());
    feed.here(key());
    for (const turn of [1, 2]) {
      const { posted, say, close } = resolveFeed();
      expect([turn, posted]).toEqual([turn, []]);
      say({ type: 'ready' });
      expect(posted.map(({ type }) => type)).toEqual(expect.arrayContaining(['connection', 'room', 'here']));
      expect(posted.find(({ type }) => type === 'here')).toEqual({ type: 'here', here: key() });
      close();
      feed.told({ type: 'entries', entries: [entry('Bo')] });
      expect(posted.some(({ type }) => type === 'entries')).toBe(false);
    }
    expect([...editor.live]).toHaveLength(1);
  });

  it('lets nothing go wrong that is told to a page which is gone', async () => {
    let answer: (outcome: unknown) => void = () => undefined;
    const asked = new Promise((resolve) => (answer = resolve));
    feed.attach({ ...session(), say: () => asked } as unknown as Session);
    const { view, posted, say, close } = resolveFeed();
    const lost: unknown[] = [];
    const hear = (error: unknown): void => void lost.push(error);
    process.on('unhandledRejection', hear);
    say({ type: 'ready' });
    say({ type: 'say', ask: '1', text: 'hello' });
    view.webview.postMessage = async () => {
      throw new Error('Unknown webview handle');
    };
    feed.here(key('a'));
    close();
    const told = posted.length;
    answer({ ok: true, value: 'mid' });
    await new Promise((resolve) => setTimeout(resolve, 0));
    process.off('unhandledRejection', hear);
    expect([lost, posted.length]).toEqual([[], told]);
  });

  it('says that nothing is paired, where nothing is', () => {
    const { posted, say } = resolveFeed();
    say({ type: 'ready' });
    expect(posted[0]).toMatchObject({ type: 'connection', connection: { state: 'unpaired' } });
  });

  it('[T3] honours the panel’s own verbs, and none of 5,000 others', async () => {
    feed.attach(session());
    const { say, posted } = resolveFeed();
    say({ type: 'say', ask: '1', text: 'hello' });
    await vi.waitFor(() => expect(posted.at(-1)).toEqual({ type: 'answer', ask: '1', answer: { type: 'done' } }));
    for (const message of [
      { type: 'open-link', href: 'https://x.example/' },
      { type: 'open-log', run: 'r1' },
      { type: 'connect' },
    ])
      say(message);
    expect(done).toEqual([['say', 'hello'], ['link', 'https://x.example/'], ['log', 'r1'], ['connect']]);
    done = [];
    const verbs = fc.constantFrom(
      'execute',
      'command',
      'eval',
      'open-link',
      'open-log',
      'say',
      'run',
      'ready ',
      '__proto__',
      'constructor',
    );
    const junk = fc.oneof(
      fc.anything(),
      fc.record({
        type: verbs,
        href: fc.constantFrom(
          'command:x',
          'javascript:alert(1)',
          'file:///etc/passwd',
          'vscode://x',
          ' https://x',
          'https://a b',
        ),
      }),
      fc.record({ type: verbs, ask: fc.anything(), line: fc.anything(), run: fc.anything(), text: fc.anything() }),
    );
    fc.assert(
      fc.property(
        junk.filter((message) => !FromPanel.safeParse(message).success),
        (message) => {
          say(message);
        },
      ),
      { numRuns: 5_000 },
    );
    expect(new Set(done.map((each) => (each as string[])[0]))).toEqual(new Set(['strange']));
  });

  it('shows one branch’s conversation as soon as there is a page to show it, and comes to the front', () => {
    feed.attach(session());
    feed.thread(key('main'), '@Bo ');
    expect(editor.executed).toContainEqual(['shiproom.feed.focus']);
    const { posted, say, show } = resolveFeed();
    expect(posted).toEqual([]);
    say({ type: 'ready' });
    expect(posted.at(-1)).toEqual({ type: 'thread', about: key('main'), write: '@Bo ' });
    feed.thread(null);
    expect(posted.at(-1)).toEqual({ type: 'thread', about: null });
    show(false);
    posted.splice(0);
    feed.thread(key());
    show(true);
    expect(posted).toEqual([]);
    say({ type: 'ready' });
    expect(posted.filter(({ type }) => type === 'thread')).toEqual([{ type: 'thread', about: key() }]);
    expect(feed.visible()).toBe(true);
  });
});
