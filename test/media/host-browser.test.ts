import { beforeEach, describe, expect, it } from 'vitest';
import { createPageHost, type Page } from '../../media/host-browser.ts';
import { createPageKeep } from '../../media/page-keep.ts';
import { RunId } from '../../protocol/model/ids.ts';
import type { ToPanel } from '../../protocol/wire/panel.ts';
import { type BridgeDouble, bridgeDouble } from '../support/bridge-double.ts';
import { manualClock } from '../support/clock.ts';
import { testSurroundings } from '../support/surroundings.ts';

const clock = manualClock();

interface Tab {
  readonly told: ToPanel[];
  readonly opened: unknown[];
  readonly logs: RunId[];
  readonly address: { hash: string; pathname: string };
  readonly host: ReturnType<typeof createPageHost>;
  title(): string;
  pasteLink(hash: string): void;
}

/** A tab that shows the page of this bridge. */
async function tab(bridge: BridgeDouble, hash = ''): Promise<Tab> {
  const events = new EventTarget();
  const address = { hash, pathname: '/' };
  const opened: unknown[] = [];
  const page = { title: '' };
  const window = {
    location: address,
    document: page,
    history: { replaceState: () => void (address.hash = '') },
    open: (...args: unknown[]) => void opened.push(args),
    addEventListener: events.addEventListener.bind(events),
  } as unknown as Page['window'];
  const host = createPageHost({
    window,
    surroundings: testSurroundings((socket) => bridge.open(socket), clock).surroundings,
    keep: createPageKeep(sessionStorage),
    locks: undefined,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  });
  const told: ToPanel[] = [];
  const logs: RunId[] = [];
  host.open({ tell: (message) => told.push(message), openLog: (run) => logs.push(run) });
  host.ask({ type: 'ready' });
  await clock.advance(100);
  const pasteLink = (link: string) => {
    address.hash = link;
    events.dispatchEvent(new Event('hashchange'));
  };
  return { told, opened, logs, address, host, title: () => page.title, pasteLink };
}

const states = ({ told }: Tab) =>
  told.flatMap((message) => (message.type === 'connection' ? [message.connection.state] : []));
const texts = ({ entries }: BridgeDouble) =>
  entries.flatMap((entry) => (entry.type === 'said' ? [entry.message.text] : []));
const bridgeWith = (code: string) => bridgeDouble({ clock, code, token: `token-for-${code}` });

beforeEach(() => sessionStorage.clear());

describe('a page', () => {
  it('swaps the code of its link for a token, and takes the code from the address at once', async () => {
    const bridge = bridgeWith('once');
    const first = await tab(bridge, '#code=once');
    expect(first.address.hash).toBe('');
    expect(states(first).at(-1)).toBe('online');
    expect(sessionStorage.getItem('shiproom.token')).toBe('token-for-once');
    expect(first.title()).toBe('Web · Shiproom');
    // Loaded again, it comes with the token.
    expect(states(await tab(bridge)).at(-1)).toBe('online');
    expect(bridge.heard.map(({ params }) => params)).toEqual([
      expect.objectContaining({ code: 'once' }),
      expect.objectContaining({ token: 'token-for-once' }),
    ]);
  });

  it('has seen no more of a history than there is of it, whatever was seen of the one before', async () => {
    sessionStorage.setItem('shiproom.seen', '1000');
    await tab(bridgeWith('once'), '#code=once');
    expect(sessionStorage.getItem('shiproom.seen')).toBe('0');
  });

  it('opens no socket without a link, and says that it needs one', async () => {
    const bridge = bridgeWith('once');
    expect(states(await tab(bridge))).toEqual(['unpaired']);
    expect(bridge.opened).toBe(0);
  });

  it('says why a link does not work, and forgets a token that does not', async () => {
    const bridge = bridgeWith('once');
    const used = await tab(bridge, '#code=used');
    expect(used.told.findLast((message) => message.type === 'connection')).toMatchObject({
      connection: { state: 'unpaired', reason: expect.any(String) },
    });
    sessionStorage.setItem('shiproom.token', 'revoked');
    expect(states(await tab(bridge)).at(-1)).toBe('unpaired');
    expect(sessionStorage.getItem('shiproom.token')).toBeNull();
  });

  it('forgets the token that its link has bought, where it is signed out, and says so', async () => {
    const bridge = bridgeWith('once');
    const open = await tab(bridge, '#code=once');
    bridge.kick(4301);
    await clock.advance(100);
    expect(open.told.findLast((message) => message.type === 'connection')).toEqual({
      type: 'connection',
      connection: { state: 'unpaired', reason: 'You were signed out. Connect again with a new link.' },
    });
    expect(sessionStorage.getItem('shiproom.token')).toBeNull();
    const { opened } = bridge;
    await clock.advance(600_000);
    expect(bridge.opened).toBe(opened);
  });

  it('takes a link that is pasted into the address of an open tab', async () => {
    const bridge = bridgeWith('once');
    const open = await tab(bridge);
    open.pasteLink('#elsewhere');
    expect(states(open)).toEqual(['unpaired']);
    open.pasteLink('#code=once');
    await clock.advance(100);
    expect(states(open).at(-1)).toBe('online');
    expect(open.address.hash).toBe('');
  });

  it('keeps what it could not send while the tab lives', async () => {
    const bridge = bridgeWith('once');
    const first = await tab(bridge, '#code=once');
    bridge.down = true;
    bridge.cut();
    await clock.advance(100);
    first.host.ask({ type: 'say', ask: 'a1', text: 'hello' });
    await clock.advance(100);
    expect(first.told).toContainEqual({ type: 'answer', ask: 'a1', answer: { type: 'done' } });
    expect(texts(bridge)).toEqual([]);
    bridge.down = false;
    await tab(bridge);
    expect(texts(bridge)).toEqual(['hello']);
    expect(sessionStorage.getItem('shiproom.outbox')).toBeNull();
  });

  it('is the same device after it was loaded again', async () => {
    const bridge = bridgeWith('once');
    await tab(bridge, '#code=once');
    await tab(bridge);
    const devices = bridge.heard.map(({ params }) => (params as { device: { id: string } }).device.id);
    expect(new Set(devices).size).toBe(1);
  });

  it('opens links in a tab that knows nothing of this one, and logs within the panel', async () => {
    const open = await tab(bridgeWith('once'), '#code=once');
    open.host.ask({ type: 'open-link', href: 'https://example.com/' });
    open.host.ask({ type: 'open-log', run: RunId.parse('run-1') });
    expect(open.opened).toEqual([['https://example.com/', '_blank', 'noopener,noreferrer']]);
    expect(open.logs).toEqual(['run-1']);
  });
});
