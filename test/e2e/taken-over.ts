import type { Page } from 'playwright-core';

/** To be run in each frame before its own scripts: the way to the extension, which a page may ask for once, is kept for whoever takes it over. */
export function keepApi(): void {
  let given: unknown;
  Object.defineProperty(globalThis, 'acquireVsCodeApi', {
    configurable: true,
    get: () => given,
    set(acquire: () => unknown) {
      given = () => Object.assign(globalThis, { keptApi: acquire() })['keptApi'];
    },
  });
}

/** Says this to the extension from inside the webview, as the panel would. */
export async function postFromPanel(page: Page, messages: readonly unknown[]): Promise<void> {
  for (const frame of page.frames()) {
    const found = await frame.evaluate((all) => {
      const { keptApi } = globalThis as { keptApi?: { postMessage(...said: [message: unknown]): void } };
      const say = keptApi?.postMessage.bind(keptApi);
      for (const each of all) say?.(each);
      return say !== undefined;
    }, messages);
    if (found) return;
  }
  throw new Error('the panel has no frame');
}

/** Whether a script runs that something has put into the panel's page. */
export async function scriptRuns(page: Page): Promise<boolean> {
  for (const frame of page.frames()) {
    if ((await frame.locator('shiproom-panel').count()) === 0) continue;
    return frame.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.hasRun = true';
      document.body.append(script);
      script.remove();
      return 'hasRun' in globalThis;
    });
  }
  throw new Error('the panel has no frame');
}

/** What no panel of ours says. */
export function strange(): readonly unknown[] {
  const command = 'workbench.action.quit';
  const hrefs = [
    `command:${command}`,
    'file:///etc/passwd',
    'javascript:alert(1)',
    'vscode://a.b/c',
    'data:text/html,x',
    '//evil',
  ];
  const shapes = [
    null,
    0,
    '',
    [],
    'ready',
    { type: 'execute', command },
    { type: 'command', command, args: [] },
    { command },
    { type: ['say'], text: 'x', ask: 'x' },
    { type: 'say', text: '', ask: 'x' },
    { type: 'say', text: 'x'.repeat(5000), ask: 'x' },
    { type: 'run', line: 'ci run' },
    { type: 'amend', ask: 'x', offset: -1, text: null },
    { type: '__proto__' },
    { type: 'constructor' },
    { type: 'open-place', file: 'README.md', line: -1 },
    { type: 'open-place', file: 'README.md', line: '1' },
    ...hrefs.map((href) => ({ type: 'open-link', href })),
    ...[
      '../outside',
      '/etc/passwd',
      '../../../../etc/passwd',
      'file:///etc/passwd',
      '.git/config/../../../outside',
    ].map((file) => ({ type: 'open-place', file, line: 1 })),
  ];
  const verbs = [
    'exec',
    'eval',
    'spawn',
    'fetch',
    'setContext',
    'executeCommand',
    'openExternal',
    'token',
    'secrets',
    'sign-out',
  ];
  return [
    ...shapes,
    ...verbs.flatMap((verb) =>
      hrefs.concat(command, 'x').map((of) => ({ type: verb, command: of, href: of, ask: 'a' })),
    ),
  ];
}
