import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { EditorApi } from '../../media/host-vscode.ts';
import { panelHtml } from '../../extension/views/panel-html.ts';
import type { FromPanel, ToPanel } from '../../protocol/wire/panel.ts';
import { now } from '../media/samples.ts';

const root = join(import.meta.dirname, '..', '..');

interface Theme {
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The editor's own themes: what its webviews are told of them, as far as the panel uses it. */
const themes = JSON.parse(readFileSync(join(import.meta.dirname, 'themes.json'), 'utf8')) as Readonly<
  Record<'light' | 'dark' | 'hc-light' | 'hc-dark', Theme>
>;
export type ThemeName = keyof typeof themes;

/** The built panel in a page that stands for a webview, before a host that only says what a test tells it to. */
export interface PanelStage {
  readonly page: Page;
  /** Loads the panel anew, which then is told these. */
  begin(...messages: readonly ToPanel[]): Promise<void>;
  tell(...messages: readonly ToPanel[]): Promise<void>;
  /** Answers the newest question of this type. */
  answer(type: FromPanel['type'], answer: (ToPanel & { type: 'answer' })['answer']): Promise<void>;
  wear(theme: ThemeName): Promise<void>;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** Serves `dist` and the webview's page, with the webview's own policy. */
async function serve(): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer(({ url = '/' }, response) => {
    if (url === '/') {
      const html = panelHtml({
        source: "'self'",
        script: 'panel.js',
        style: 'panel.css',
        icons: 'codicon.css',
        language: 'en',
      });
      return response.setHeader('content-type', 'text/html').end(html);
    }
    const type = types[extname(url.split('?')[0] ?? '')];
    if (!type || url.includes('..')) return response.writeHead(404).end();
    response.setHeader('content-type', type);
    return response.end(readFileSync(join(root, 'dist', url.slice(1).split('?')[0] ?? '')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** A webview's window, as the panel and a test see it. */
interface Webview {
  asked: FromPanel[];
  acquireVsCodeApi: () => EditorApi;
}

declare global {
  interface Window extends Partial<Webview> {}
}

/** What VS Code puts into a webview. */
function asWebview(): void {
  const asked: FromPanel[] = [];
  let state: unknown;
  window.asked = asked;
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void asked.push(message as FromPanel),
    getState: () => state,
    setState: (next) => {
      state = next;
    },
  });
}

function dress({ kind, variables }: Theme): void {
  document.documentElement.style.cssText = Object.entries(variables)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
  document.body.dataset['vscodeThemeKind'] = kind;
  document.body.style.backgroundColor = 'var(--vscode-sideBar-background)';
}

/** Two frames: one in which the panel renders what it was told, one in which that is laid out. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

export async function openStage(browser: Browser): Promise<PanelStage> {
  const server = await serve();
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(20_000);
  await page.clock.setFixedTime(now);
  await page.addInitScript(asWebview);
  let worn: ThemeName = 'dark';
  const tell = async (...messages: readonly ToPanel[]): Promise<void> => {
    await page.evaluate((all) => all.forEach((each) => window.postMessage(each, '*')), messages);
    await page.evaluate(drawn);
  };
  return {
    page,
    async begin(...messages) {
      await page.goto(server.origin);
      await page.waitForFunction(() => window.asked?.some(({ type }) => type === 'ready'));
      await page.evaluate(dress, themes[worn]);
      await tell(...messages);
    },
    tell,
    async answer(type, answer) {
      const asked = await page.evaluate((wanted) => window.asked?.findLast((each) => each.type === wanted), type);
      await tell({ type: 'answer', ask: asked && 'ask' in asked ? asked.ask : '', answer });
    },
    async wear(theme) {
      worn = theme;
      await page.evaluate(dress, themes[theme]);
      await page.evaluate(drawn);
    },
    async close() {
      await page.context().close();
      server.close();
    },
  };
}
