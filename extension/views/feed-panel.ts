import * as vscode from 'vscode';
import type { CreatePanelHost, HostActs, PanelHost } from '../../client/panel-host.ts';
import type { Session, SessionEvent } from '../../client/session.ts';
import type { CardKey } from '../../protocol/model/card.ts';
import { FromPanel, type ToPanel } from '../../protocol/wire/panel.ts';
import { viewId } from '../contributions.ts';
import { panelHtml } from './panel-html.ts';
import { createReading, type Reading, type SeenKeep } from './unread.ts';

/** The view Feed: the panel in a webview. It exists while VS Code shows it, and is told everything anew each time that it comes. */
export interface FeedPanel {
  readonly told: (event: SessionEvent) => void;
  readonly attach: (session: Session | undefined) => void;
  here(key: CardKey | undefined): void;
  /** Brings it to the front, with what is about one branch alone or everything, and a message that begins with `write`. */
  readonly thread: (about: CardKey | null, write?: string) => void;
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

export const createFeedPanel = (options: FeedOptions): FeedPanel => new WebviewFeed(options);

/** The view as VS Code made it. `live`: its page has loaded, and hears what it is told. */
interface Shown {
  readonly view: vscode.WebviewView;
  readonly host: PanelHost;
  live: boolean;
  readonly watches: vscode.Disposable[];
}

class WebviewFeed implements FeedPanel {
  readonly #options: FeedOptions;
  readonly #reading: Reading;
  readonly #provider: vscode.Disposable;
  #shown: Shown | undefined;
  #session: Session | undefined;
  #here: CardKey | null = null;
  /** What is to be shown as soon as the panel is there. */
  #wanted: Readonly<Parameters<PanelHost['thread']>> | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#reading = createReading(options.seen);
    const register = options.register ?? ((feed) => vscode.window.registerWebviewViewProvider(viewId('feed'), feed));
    this.#provider = register({ resolveWebviewView: (view) => this.#resolve(view) });
  }

  readonly told = (event: SessionEvent): void => {
    if (event.type === 'room') this.#tellSeen();
    this.#shown?.host.told(event);
    if (event.type === 'entries' || event.type === 'room') this.#badge();
  };

  readonly attach = (session: Session | undefined): void => {
    this.#session = session;
    this.#tellSeen();
    this.#shown?.host.attach(session ?? null);
    this.#badge();
  };

  here(key: CardKey | undefined): void {
    if (this.#here?.repository === key?.repository && this.#here?.branch === key?.branch) return;
    this.#here = key ?? null;
    this.#shown?.host.here(this.#here);
  }

  readonly thread = (about: CardKey | null, write?: string): void => {
    this.#wanted = [about, write];
    this.#narrow();
    void vscode.commands.executeCommand(`${viewId('feed')}.focus`);
  };

  visible(): boolean {
    return this.#shown?.view.visible === true;
  }

  dispose(): void {
    this.#provider.dispose();
    if (this.#shown) this.#leave(this.#shown);
  }

  #resolve(view: vscode.WebviewView): void {
    const acts: HostActs = { ...this.#options.acts, seen: (offset) => this.#saw(offset) };
    const { webview } = view;
    const host = this.#options.createPanelHost((message) => post(webview, message), acts);
    const shown: Shown = { view, host, live: false, watches: [] };
    shown.watches.push(
      webview.onDidReceiveMessage((message: unknown) => this.#hear(shown, message)),
      // VS Code throws the page away when it is out of sight, and loads it anew.
      view.onDidChangeVisibility(() => {
        shown.live &&= view.visible;
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && shown.live && this.#tellSeen()),
      view.onDidDispose(() => this.#leave(shown)),
    );
    this.#shown = shown;
    host.here(this.#here);
    host.attach(this.#session ?? null);
    this.#badge();
    fill(view, this.#options.dist);
  }

  #leave(shown: Shown): void {
    for (const watch of shown.watches) watch.dispose();
    if (this.#shown === shown) this.#shown = undefined;
  }

  #hear(shown: Shown, message: unknown): void {
    const said = receive(message, this.#options.strange);
    if (!said) return;
    if (said.type === 'ready') this.#begin(shown);
    shown.host.asked(said);
    this.#narrow();
  }

  #begin(shown: Shown): void {
    shown.live = true;
    const words = panelWords(vscode.l10n.bundle);
    if (words) post(shown.view.webview, { type: 'words', words });
    this.#tellSeen();
  }

  #narrow(): void {
    if (!this.#shown?.live || !this.#wanted) return;
    this.#shown.host.thread(...this.#wanted);
    this.#wanted = undefined;
  }

  /** It was before a reader's eyes only where they look at this window. */
  #saw(offset: number): void {
    const room = this.#session?.room();
    if (room && vscode.window.state.focused) this.#reading.read(room, offset);
    this.#badge();
  }

  #tellSeen(): void {
    const room = this.#session?.room();
    if (room) this.#shown?.host.seen(this.#reading.seen(room));
  }

  #badge(): void {
    const room = this.#session?.room();
    if (this.#shown) this.#shown.view.badge = badgeOf(room ? this.#reading.unread(room) : 0);
  }
}

/** The words of the editor's language as the panel takes them: what stands beside a translation is not for it. */
const panelWords = (bundle: typeof vscode.l10n.bundle): Record<string, string> | undefined =>
  bundle &&
  Object.fromEntries(Object.entries(bundle).filter((each): each is [string, string] => typeof each[1] === 'string'));

function badgeOf(count: number): vscode.ViewBadge | undefined {
  if (count === 0) return undefined;
  const tooltip =
    count === 1 ? vscode.l10n.t('1 new entry in the feed') : vscode.l10n.t('{0} new entries in the feed', count);
  return { value: count, tooltip };
}

/** A page that has gone meanwhile hears nothing, and misses nothing: it is told everything anew when it comes. */
function post(webview: vscode.Webview, message: ToPanel): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window's postMessage, and takes none
  webview.postMessage(message).then(undefined, () => undefined);
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
    language: vscode.l10n.bundle ? vscode.env.language : 'en',
  });
}
