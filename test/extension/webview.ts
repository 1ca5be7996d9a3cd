import type { ToPanel } from '../../protocol/wire/panel.ts';
import { editor } from './vscode-editor.ts';
import { stub } from './vscode-stub.ts';

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

/** VS Code brings the view Feed into sight for the first time. `resolved`: whoever was asked for it has done what they do. */
export function resolveFeed() {
  const webview = webviewView();
  const resolved = editor.feed?.resolveWebviewView(webview.view as never, undefined as never, undefined as never);
  return { ...webview, resolved };
}
