import * as vscode from 'vscode';
import type { CreatePanelHost, HostActs, PanelHost } from '../../client/panel-host.ts';
import type { Session, SessionEvent } from '../../client/session.ts';
import type { CardKey } from '../../protocol/model/card.ts';
import { FromPanel, type ToPanel } from '../../protocol/wire/panel.ts';
import { viewId } from '../contributions.ts';
import { panelHtml } from './panel-html.ts';
import { unread } from './unread.ts';

/** The view Feed: the panel in a webview. It exists while VS Code shows it, and is told everything anew each time that it comes. */
export interface FeedPanel {
  readonly told: (event: SessionEvent) => void;
  readonly attach: (session: Session | undefined) => void;
  here(key: CardKey | undefined): void;
  /** Whether VS Code shows it now. */
  visible(): boolean;
  dispose(): void;
}

export interface FeedOptions {
  /** The extension's folder `dist`. */
  readonly dist: vscode.Uri;
  readonly createPanelHost: CreatePanelHost;
  readonly acts: HostActs;
  /** Told of a message that is none of the panel's. */
  readonly strange: (why: string) => void;
}

export function createFeedPanel(options: FeedOptions): FeedPanel {
  let shown: { readonly view: vscode.WebviewView; readonly host: PanelHost } | undefined;
  let session: Session | undefined;
  let here: CardKey | null = null;
  let count = 0;

  const badge = (): void => {
    if (shown) shown.view.badge = badgeOf(count);
  };
  const resolveWebviewView = (view: vscode.WebviewView): void => {
    const host = options.createPanelHost((message) => post(view, message), options.acts);
    const watches = [
      view.webview.onDidReceiveMessage((message: unknown) => receive(message, host, options.strange)),
      view.onDidChangeVisibility(() => {
        if (view.visible) count = 0;
        badge();
      }),
      view.onDidDispose(() => {
        for (const watch of watches) watch.dispose();
        if (shown?.view === view) shown = undefined;
      }),
    ];
    shown = { view, host };
    count = 0;
    host.here(here);
    host.attach(session ?? null);
    fill(view, options.dist);
  };
  const provider = vscode.window.registerWebviewViewProvider(viewId('feed'), { resolveWebviewView });
  return {
    told(event) {
      shown?.host.told(event);
      if (event.type !== 'entries' || !shown || shown.view.visible) return;
      count += unread(event.entries, session?.room()?.me.id);
      badge();
    },
    attach(next) {
      session = next;
      count = 0;
      shown?.host.attach(next ?? null);
    },
    here(key) {
      if (here?.repository === key?.repository && here?.branch === key?.branch) return;
      here = key ?? null;
      shown?.host.here(here);
    },
    visible: () => shown?.view.visible === true,
    dispose: () => provider.dispose(),
  };
}

function badgeOf(count: number): vscode.ViewBadge | undefined {
  const tooltip = count === 1 ? '1 new entry in the feed' : `${count} new entries in the feed`;
  return count > 0 ? { value: count, tooltip } : undefined;
}

function post({ webview }: vscode.WebviewView, message: ToPanel): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window's postMessage, and takes none
  void webview.postMessage(message);
}

/** What the panel says is parsed, and what is none of its verbs is dropped. */
function receive(message: unknown, host: PanelHost, strange: (why: string) => void): void {
  const read = FromPanel.safeParse(message);
  if (read.success) host.asked(read.data);
  else strange(read.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join(', '));
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
