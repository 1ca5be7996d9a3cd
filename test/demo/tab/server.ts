import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SlackServer } from '../../support/slack/server.ts';
import { bodyOf } from '../../support/slack/request.ts';
import { bundled } from '../bundle.ts';
import { type Front, startFront } from '../front.ts';
import { Deed, perform } from '../slack/deeds.ts';
import { createLook } from '../slack/look.ts';
import { slackPage } from '../slack/page.ts';
import { slackStyle } from '../slack/style.ts';
import { stream } from '../stream.ts';
import { people } from '../team/people.ts';
import type { Step } from './guide.ts';
import { type Left, tabPage, tabStyle } from './page.ts';

const here = import.meta.dirname;

/** What the tab shows, and the way in. */
export interface TabOptions {
  readonly port: number;
  readonly key: string;
  readonly slack: SlackServer;
  readonly channel: string;
  readonly left: Left;
  readonly room: string;
  readonly step: () => Step;
  /** Calls back after whatever may have changed the step. */
  readonly watch: (look: () => void) => () => void;
}

const policy = (frames: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self' ${frames}; frame-ancestors 'self'; base-uri 'none'; form-action 'none'`;
const themeOf = (url: URL): 'light' | 'dark' | undefined => {
  const named = url.searchParams.get('theme');
  return named === 'light' || named === 'dark' ? named : undefined;
};

/** Serves the tab and Slack's window in it. */
export async function startTab(options: TabOptions): Promise<Front> {
  const { slack, channel, left } = options;
  const look = createLook(slack, channel, people, Date.now);
  const [icon, slackScript, tabScript] = await Promise.all([
    readFile(join(here, '..', '..', '..', 'media', 'icon.png')),
    bundled(join(here, '..', 'slack', 'client.ts')),
    bundled(join(here, 'client.ts')),
  ]);
  const framed = 'editor' in left ? new URL(left.editor).origin : '';

  function page(url: URL): readonly [type: string, body: string | Buffer] | undefined {
    const theme = themeOf(url);
    switch (url.pathname) {
      case '/': {
        const chosen = theme === undefined ? '' : `?theme=${theme}`;
        return ['text/html; charset=utf-8', tabPage({ left, slack: `/slack/${chosen}`, room: options.room })];
      }
      case '/tab.css':
        return ['text/css', tabStyle];
      case '/tab.js':
        return ['text/javascript', tabScript];
      case '/icon.png':
        return ['image/png', icon];
      case '/slack/':
        return ['text/html; charset=utf-8', slackPage(channel, theme)];
      case '/slack/slack.css':
        return ['text/css', slackStyle(theme)];
      case '/slack/slack.js':
        return ['text/javascript', slackScript];
      default:
        return undefined;
    }
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const deed = Deed.safeParse(jsonOf(await bodyOf(request)));
    if (request.headers['content-type'] !== 'application/json' || !deed.success) {
      response.writeHead(400).end('That is nothing one can do here.');
      return;
    }
    const words = await perform(slack, channel, deed.data).catch((error: unknown) => String(error));
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(words ?? '');
  }

  async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    response.setHeader('content-security-policy', policy(framed));
    response.setHeader('x-content-type-options', 'nosniff');
    if (request.method === 'POST' && url.pathname === '/slack/act') return act(request, response);
    if (request.method !== 'GET') return void response.writeHead(405).end();
    if (url.pathname === '/guide')
      return stream(request, response, { tell: async () => options.step(), watch: options.watch });
    if (url.pathname === '/slack/events') {
      const as = people.find((name) => name === url.searchParams.get('as')) ?? people[0];
      const aheadMin = Number(url.searchParams.get('ahead')) || 0;
      const viewer = { as, thread: url.searchParams.get('thread') ?? undefined, aheadMin };
      return stream(request, response, { tell: () => look.view(viewer), watch: (changed) => slack.watch(changed) });
    }
    const found = page(url);
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': found[0], 'cache-control': 'no-store' }).end(found[1]);
  }

  const front = await startFront({ port: options.port, key: options.key }, handle);
  return {
    ...front,
    async close() {
      look.end();
      await front.close();
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
