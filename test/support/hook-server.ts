import { connect } from 'node:net';
import type { Refresher } from '../../bridge/app/ci/refresher.ts';
import { createGate } from '../../bridge/server/gate.ts';
import { createHooks } from '../../bridge/server/hooks.ts';
import type { HookLimits } from '../../bridge/server/hooks-guard.ts';
import { createHttp } from '../../bridge/server/http.ts';
import { answer, listen } from '../../bridge/server/listen.ts';
import type { Clock } from '../../bridge/ports/clock.ts';
import type { ManualClock } from './clock.ts';
import { deliveryHeaders, signedHook } from './signed-hook.ts';
import { openManualWorld, type TestWorld, type TestWorldOptions } from './world.ts';

export const secret = 'a secret of the tests';

/** What the sender of a delivery reads. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly said?: string; readonly event?: string; readonly why?: string };
}

/** The bridge's server with hooks, on a port of its own, on a clock that stands still. */
export interface HookServer {
  readonly url: string;
  readonly port: number;
  readonly world: TestWorld;
  readonly clock: ManualClock;
  /** What was marked as stale, in order. */
  readonly marked: readonly { readonly repository: string; readonly branches: readonly string[] | 'all' }[];
  /** Posts a delivery, signed where no headers are given. */
  post(body: object | string, headers?: Readonly<Record<string, string>>, hook?: string): Promise<Answered>;
  /** Writes bytes as they are on a socket of its own, and answers all that comes back until that ends. */
  write(...pieces: readonly (string | Uint8Array)[]): Promise<string>;
  close(): Promise<void>;
}

interface HookServerOptions extends Omit<TestWorldOptions, 'clock'> {
  readonly limits?: Partial<HookLimits>;
  /** The machine's clock, where time has to pass. */
  readonly clock?: Clock;
}

export async function startHookServer(options: HookServerOptions = {}): Promise<HookServer> {
  const { hooks = [signedHook({ secret })], limits, clock, ...rest } = options;
  const opened = await openManualWorld({ ...rest, hooks });
  const marked: { repository: string; branches: readonly string[] | 'all' }[] = [];
  const world: TestWorld = {
    ...opened.world,
    ...(clock ? { clock } : {}),
    refresher: markedOnly((repository, branches) => void marked.push({ repository, branches })),
  };
  const { server, port } = await listen(0);
  const gate = createGate(port);
  const http = createHttp({ world, gate, panel: new Map(), bridge: 'a-test', version: '0.0.0' });
  answer(server, http, createHooks({ world, gate, ...(limits ? { limits } : {}) }));
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    world,
    clock: opened.clock,
    marked,
    async post(body, headers, hook = 'engine') {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(`${url}/hooks/${hook}`, {
        method: 'POST',
        headers: headers ?? deliveryHeaders(text, secret),
        body: text,
        redirect: 'error',
      });
      const said = await response.text();
      return { status: response.status, headers: response.headers, body: said.startsWith('{') ? JSON.parse(said) : {} };
    },
    write: (...pieces) => exchange(port, pieces),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Remembers what is stale and asks nobody. */
function markedOnly(mark: Refresher['mark']): Refresher {
  return { mark, look: () => undefined, close: async () => undefined };
}

async function exchange(port: number, pieces: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let back = '';
  socket.on('data', (chunk: Buffer) => (back += chunk.toString('latin1')));
  // The other side may end while this one still writes.
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  for (const piece of pieces) {
    if (socket.destroyed) break;
    if (!socket.write(piece)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
  }
  await closed;
  return back;
}
