import { type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { html } from '../support/block-kit/preview-text.ts';
import { type Front, startFront } from './front.ts';

const configuration = /(<meta id="vscode-workbench-web-configuration" data-settings=")([^"]*)(")/;
const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const firstScript = /<script nonce="([\w+/=-]*)">[^<]*<\/script>/;
/** Tells the tab when the window is laid out: how wide the side bar becomes depends on how wide the window is at that moment. */
const standing = (nonce: string): string =>
  `<script nonce="${nonce}">new MutationObserver((_, self) => {
    if (!document.querySelector('.part.sidebar .pane-header')) return;
    self.disconnect();
    parent.postMessage('standing', '*');
  }).observe(document, { childList: true, subtree: true });</script>`;

/** What a window shows at first. */
export interface Layout {
  /** Views by their ids. */
  readonly views: readonly string[];
  /** Files by their whole paths, where nobody has opened any yet. */
  readonly files: readonly string[];
}

interface Opening {
  readonly authority: string;
  /** Not the first: a window that comes back in a frame would begin with the Explorer, since it was not the frame that was reloaded. */
  readonly again: boolean;
}

/** The workbench's own page, with a first layout in its configuration: what embedders of VS Code for the Web give it. */
function withLayout(page: string, { views, files }: Layout, { authority, again }: Opening): string {
  const defaultLayout = {
    views: views.map((id) => ({ id })),
    // Forced files would close those that are open.
    ...(again
      ? { force: true }
      : { editors: files.map((path) => ({ uri: { $mid: 1, scheme: 'vscode-remote', authority, path } })) }),
  };
  return page
    .replace(configuration, (_whole, before: string, settings: string, after: string) => {
      const config = JSON.parse(unescape(settings)) as object;
      return before + html(JSON.stringify({ ...config, defaultLayout })) + after;
    })
    .replace(firstScript, (whole, nonce: string) => whole + standing(nonce));
}

/** Stands before an editor that listens on a socket file alone: a port of its own would give everybody on this machine a shell. */
export async function startEditorFront(socketPath: string, key: string, layout: Layout): Promise<Front> {
  let again = false;
  const front = await startFront({ key }, async (request, response, url) => {
    const headers = { ...request.headers };
    const isPage = url.pathname === '/' && request.method === 'GET';
    if (isPage) delete headers['accept-encoding'];
    const options = { socketPath, path: request.url, method: request.method, headers };
    const onward = ask(options, (answer) => {
      if (isPage && answer.statusCode === 200) {
        const opening = { authority: url.host, again };
        again = true;
        void pageThrough(answer, response, (page) => withLayout(page, layout, opening)).catch(() => response.destroy());
      } else answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers));
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  front.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!front.admits(request)) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const onward = connect(socketPath, () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let at = 0; at < request.rawHeaders.length; at += 2)
        lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
      onward.write(`${lines.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  return front;
}

async function pageThrough(
  answer: IncomingMessage,
  response: ServerResponse,
  changed: (page: string) => string,
): Promise<void> {
  let page = '';
  for await (const chunk of answer.setEncoding('utf8')) page += String(chunk);
  const { 'content-length': _length, etag: _etag, ...headers } = answer.headers;
  response.writeHead(200, headers).end(changed(page));
}
