import * as vscode from 'vscode';
import type { CreatePanelHost, HostActs, PanelHost } from '../../client/panel-host.ts';
import type { Session, SessionEvent } from '../../client/session.ts';
import type { CardKey } from '../../protocol/model/card.ts';
import { FromPanel, type ToPanel } from '../../protocol/wire/panel.ts';
import { viewId } from '../contributions.ts';
import { panelHtml } from './panel-html.ts';
import { createReading, type SeenKeep } from './unread.ts';

/** The view Feed: the panel in a webview. It exists while VS Code shows it, and is told everything anew each time that it comes. */
export interface FeedPanel {
  readonly told: (event: SessionEvent) => void;
  readonly attach: (session: Session | undefined) => void;
  here(key: CardKey | undefined): void;
  /** Brings it to the front, with what is about one branch alone or everything, and a message that begins with `write`. */
  thread(about: CardKey | null, write?: string): void;
  /** Whether VS Code shows it now. */
  visible(): boolean;
  dispose(): void;
}

export interface FeedOptions {
  /** The extension's folder `dist`. */
  readonly dist: vscode.Uri;
  readonly createPanelHost: CreatePanelHost;
  readonly acts: Omit<HostActs, 'seen'>;
  /** Where it is kept how far this window's user has read. */
  readonly seen: SeenKeep;
  /** Told of a message that is none of the panel's. */
  readonly strange: (why: string) => void;
  /** Where VS Code finds the view; absent: it is registered with VS Code here. */
  readonly register?: ((provider: vscode.WebviewViewProvider) => vscode.Disposable) | undefined;
}

export function createFeedPanel(options: FeedOptions): FeedPanel {
  const reading = createReading(options.seen);
  let shown: Shown | undefined;
  let session: Session | undefined;
  let here: CardKey | null = null;
  /** What is to be shown as soon as the panel is there. */
  let wanted: Readonly<Parameters<PanelHost['thread']>> | undefined;

  const badge = (): void => {
    const room = session?.room();
    if (shown) shown.view.badge = badgeOf(room ? reading.unread(room) : 0);
  };
  const tellSeen = (): void => {
    const room = session?.room();
    if (room) shown?.host.seen(reading.seen(room));
  };
  /** It was before a reader's eyes only where they look at this window. */
  const seen = (offset: number): void => {
    const room = session?.room();
    if (room && vscode.window.state.focused) reading.read(room, offset);
    badge();
  };
  const narrow = (): void => {
    if (!shown?.live || !wanted) return;
    shown.host.thread(...wanted);
    wanted = undefined;
  };
  const began = (view: Shown): void => {
    view.live = true;
    const words = vscode.l10n.bundle;
    if (words) post(view.view, { type: 'words', words });
    tellSeen();
  };
  const resolveWebviewView = (view: vscode.WebviewView): void => {
    const host = options.createPanelHost((message) => post(view, message), { ...options.acts, seen });
    const mine: Shown = { view, host, live: false };
    const watches = [
      view.webview.onDidReceiveMessage((message: unknown) => {
        const said = receive(message, options.strange);
        if (said?.type === 'ready') began(mine);
        if (said) host.asked(said);
        narrow();
      }),
      // VS Code throws the page away when it is out of sight, and loads it anew.
      view.onDidChangeVisibility(() => {
        mine.live &&= view.visible;
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && mine.live && tellSeen()),
      view.onDidDispose(() => {
        for (const watch of watches) watch.dispose();
        if (shown?.view === view) shown = undefined;
      }),
    ];
    shown = mine;
    host.here(here);
    host.attach(session ?? null);
    badge();
    fill(view, options.dist);
  };
  const register = options.register ?? ((feed) => vscode.window.registerWebviewViewProvider(viewId('feed'), feed));
  const provider = register({ resolveWebviewView });
  return {
    told(event) {
      if (event.type === 'room') tellSeen();
      shown?.host.told(event);
      if (event.type === 'entries' || event.type === 'room') badge();
    },
    attach(next) {
      session = next;
      tellSeen();
      shown?.host.attach(next ?? null);
      badge();
    },
    here(key) {
      if (here?.repository === key?.repository && here?.branch === key?.branch) return;
      here = key ?? null;
      shown?.host.here(here);
    },
    thread(about, write) {
      wanted = [about, write];
      narrow();
      void vscode.commands.executeCommand(`${viewId('feed')}.focus`);
    },
    visible: () => shown?.view.visible === true,
    dispose: () => provider.dispose(),
  };
}

/** The view as VS Code made it. `live`: its page has loaded, and hears what it is told. */
interface Shown {
  readonly view: vscode.WebviewView;
  readonly host: PanelHost;
  live: boolean;
}

function badgeOf(count: number): vscode.ViewBadge | undefined {
  if (count === 0) return undefined;
  const tooltip =
    count === 1 ? vscode.l10n.t('1 new entry in the feed') : vscode.l10n.t('{0} new entries in the feed', count);
  return { value: count, tooltip };
}

function post({ webview }: vscode.WebviewView, message: ToPanel): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window's postMessage, and takes none
  void webview.postMessage(message);
}

/** What the panel says is parsed, and what is none of its verbs is dropped. */
function receive(message: unknown, strange: (why: string) => void): FromPanel | undefined {
  const read = FromPanel.safeParse(message);
  if (read.success) return read.data;
  strange(read.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join(', '));
  return undefined;
}

function fill({ webview }: vscode.WebviewView, dist: vscode.Uri): void {
  const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = panelHtml({
    source: webview.cspSource,
    script: file('panel.js'),
    style: file('panel.css'),
    icons: file('codicon.css'),
  });
}
