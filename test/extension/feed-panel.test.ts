import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createPanelHost } from '../../client/panel-host.ts';
import type { Session, SessionEvent } from '../../client/session.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { FromPanel, type ToPanel } from '../../protocol/wire/panel.ts';
import { createFeedPanel, type FeedPanel } from '../../extension/views/feed-panel.ts';
import { panelHtml } from '../../extension/views/panel-html.ts';
import { key, person } from '../support/samples.ts';
import { roomView } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

/** A webview view as VS Code makes it, with the panel's end in the test's hand. */
function webviewView() {
  const toHost = new stub.EventEmitter<unknown>('onDidReceiveMessage');
  const seen = new stub.EventEmitter<void>('onDidChangeVisibility');
  const gone = new stub.EventEmitter<void>('onDidDispose');
  const posted: ToPanel[] = [];
  const view = {
    visible: true,
    badge: undefined as undefined | { value: number; tooltip: string },
    onDidChangeVisibility: seen.event,
    onDidDispose: gone.event,
    webview: {
      options: {},
      html: '',
      cspSource: 'https://*.vscode-cdn.net',
      asWebviewUri: ({ path }: { path: string }) => `https://file+.vscode-resource.vscode-cdn.net${path}`,
      onDidReceiveMessage: toHost.event,
      postMessage: async (message: ToPanel) => posted.push(message) > 0,
    },
  };
  const show = (visible: boolean): void => {
    view.visible = visible;
    seen.fire();
  };
  return { view, posted, say: (message: unknown) => toHost.fire(message), show, close: () => gone.fire() };
}

let done: unknown[] = [];
let kept = new Map<string, number>();
let feed: FeedPanel;
const resolve = (webview = webviewView()) => {
  editor.feed?.resolveWebviewView(webview.view as never, undefined as never, undefined as never);
  return webview;
};
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
    const { view } = resolve();
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
    expect(panelHtml({ source: 'x', script: 'x', style: 'x', icons: 'x' })).toMatch(/^<!doctype html>/);
  });

  it('tells the panel everything, each time that it comes', () => {
    feed.attach(session());
    feed.here(key());
    for (const turn of [1, 2]) {
      const { posted, say, close } = resolve();
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

  it('says that nothing is paired, where nothing is', () => {
    const { posted, say } = resolve();
    say({ type: 'ready' });
    expect(posted[0]).toMatchObject({ type: 'connection', connection: { state: 'unpaired' } });
  });

  it('[T3] honours the panel’s own verbs, and none of 5,000 others', async () => {
    feed.attach(session());
    const { say, posted } = resolve();
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
      feed.attach({ ...session(), room: () => roomView({ entries: said }) } as Session);
      return resolve();
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
      feed.attach({ ...session(), room: () => roomView({ entries: said }) } as Session);
      const later = resolve();
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
      feed.attach({ ...session(), room: () => roomView({ entries: said }) } as Session);
      expect([resolve().view.badge, kept.get('web')]).toEqual([undefined, 2]);
      expect(view.badge).toBeUndefined();
    });
  });

  it('shows one branch’s conversation as soon as there is a page to show it, and comes to the front', () => {
    feed.attach(session());
    feed.thread(key('main'), '@Bo ');
    expect(editor.executed).toContainEqual(['shiproom.feed.focus']);
    const { posted, say, show } = resolve();
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
