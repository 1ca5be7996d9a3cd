import { mintMid } from '../protocol/model/mid.ts';
import { createPanelHost, type PanelHost } from '../client/panel-host.ts';
import { createSession } from '../client/create-session.ts';
import type { Credential, Session, SessionEvent } from '../client/session.ts';
import type { Surroundings } from '../client/socket.ts';
import type { DeviceId } from '../protocol/model/ids.ts';
import type { FromPanel } from '../protocol/wire/panel.ts';
import type { Host, PanelPort } from './host.ts';
import { claimDevice, type Locks } from './page-device.ts';
import type { PageKeep } from './page-keep.ts';

/** What a page's host needs of its page. */
export interface Page {
  readonly window: Pick<Window, 'addEventListener' | 'open' | 'history' | 'location' | 'document'>;
  readonly surroundings: Surroundings;
  readonly keep: PageKeep;
  readonly locks: Locks | undefined;
  /** So many random bytes. */
  random(bytes: number): Uint8Array;
}

/** A browser's page, which is its own client of the bridge that served it. */
export function createPageHost(page: Page): Host {
  const early: FromPanel[] = [];
  let ask = (message: FromPanel): void => void early.push(message);
  return {
    place: 'page',
    open(panel) {
      void begin(page, panel).then((host) => {
        ask = (message) => host.asked(message);
        return early.forEach(ask);
      });
    },
    ask: (message) => ask(message),
    memory: page.keep.memory,
  };
}

async function begin(page: Page, panel: PanelPort): Promise<PanelHost> {
  const mint = () => mintMid(page.surroundings.now(), page.random(10));
  const device = await claimDevice(page.keep, page.locks, mint);
  const host = createHost(page, panel);
  stand(page, host, device);
  return host;
}

const createHost = ({ window, keep }: Page, panel: PanelPort): PanelHost =>
  createPanelHost((message) => panel.tell(message), {
    openLog: (run, job) => panel.openLog(run, job),
    openLink: (href) => void window.open(href, '_blank', 'noopener,noreferrer'),
    // A page has no files to open; it offers none of these.
    openPlace: () => {},
    openDiff: () => {},
    openExcerpt: () => {},
    seen(offset) {
      if (window.document.hasFocus()) keep.setSeen(offset);
    },
    // A page cannot find a link by itself; it says how to get one.
    connect: () => {},
  });

/** Keeps a session standing: now, and from each link that is opened in this tab later. */
function stand(page: Page, host: PanelHost, device: DeviceId): void {
  const { window } = page;
  let session: Session | undefined;
  const connect = (): void => {
    const credential = takeCredential(page);
    session?.close();
    session = credential && openSession(page, host, device, credential);
    host.attach(session ?? null);
    session?.start();
  };
  tellSeen(page, host);
  connect();
  // A link that is pasted into this tab's address bar changes the fragment alone, and loads nothing.
  window.addEventListener('hashchange', () => {
    if (codeOf(window.location.hash) !== undefined) connect();
  });
  window.addEventListener('online', () => session?.retry());
  // What came while its reader looked elsewhere stands below a divider.
  window.addEventListener('focus', () => tellSeen(page, host));
}

function tellSeen({ keep }: Page, host: PanelHost): void {
  const seen = keep.seen();
  if (seen !== undefined) host.seen(seen);
}

function openSession(page: Page, host: PanelHost, device: DeviceId, credential: Credential): Session {
  let hasToken = 'token' in credential;
  return createSession({
    surroundings: page.surroundings,
    credential,
    device: { id: device, name: 'Browser' },
    keep: page.keep.outbox,
    mid: () => mintMid(page.surroundings.now(), page.random(10)),
    // A page has no branch to share.
    counter: () => 0,
    tell(event) {
      hasToken ||= event.type === 'token';
      remember(page, hasToken, event);
      host.told(event);
    },
  });
}

/** `hasToken`: the session came in by a token, or has bought one; a code that is refused says nothing of the token that is kept. */
function remember({ keep, window }: Page, hasToken: boolean, event: SessionEvent): void {
  if (event.type === 'token') keep.setToken(event.token);
  if (event.type === 'room') {
    window.document.title = `${event.room.name} · Shiproom`;
    const newest = event.room.entries.at(-1)?.offset ?? 0;
    // What was seen of another history says nothing of this one.
    if ((keep.seen() ?? 0) > newest) keep.setSeen(newest);
  }
  const refused = event.type === 'connection' && event.connection.state === 'unpaired';
  if (refused && hasToken) keep.setToken(undefined);
}

/** The code of this tab's address, which leaves it at once so that nobody reads it there; else the token that one bought. */
function takeCredential({ window, keep }: Page): Credential | undefined {
  const code = codeOf(window.location.hash);
  if (code !== undefined) {
    window.history.replaceState(null, '', window.location.pathname);
    return { code };
  }
  const token = keep.token();
  return token === undefined ? undefined : { token };
}

const codeOf = (hash: string): string | undefined => new URLSearchParams(hash.slice(1)).get('code') ?? undefined;
