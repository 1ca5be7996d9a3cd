import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** Headless, silent, and able to look up nothing but loopback: a stray call fails at once. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-features=LocalNetworkAccessChecks',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
];

export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: flags });
}

/** A browser profile: secrets and state of an editor live in it, so a new one is a new person. */
export async function newProfile(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    // Not that of whoever runs the tests, in which the page of the room would speak.
    locale: 'en-US',
    serviceWorkers: 'allow',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(40_000);
  await context.addInitScript(withoutRootWorker);
  return context;
}

/** The editor's own service worker, of no use here, would make the first webview wait three seconds. The webviews' own stay. */
function withoutRootWorker(): void {
  if (window !== window.top || !('serviceWorker' in navigator)) return;
  const workers = navigator.serviceWorker;
  const register = workers.register.bind(workers);
  workers.register = (url, options) =>
    String(url).includes('out/browser/serviceWorker')
      ? Promise.reject(new Error('off in tests'))
      : register(url, options);
}
