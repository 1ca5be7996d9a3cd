import { runInlets } from '../../bridge/app/run-inlets.ts';
import { mintToken } from '../../bridge/app/people/open-session.ts';
import { createGate } from '../../bridge/server/gate.ts';
import { openGateway } from '../../bridge/server/gateway.ts';
import { createHttp } from '../../bridge/server/http.ts';
import { answer, listen } from '../../bridge/server/listen.ts';
import type { Asset } from '../../bridge/server/page.ts';
import type { ManualClock } from './clock.ts';
import { device, person } from './samples.ts';
import { openWire, type WireClient } from './wire.ts';
import { openManualWorld, type TestWorld, type TestWorldOptions } from './world.ts';

/** The bridge's server on a test world, on a port of its own. */
export interface BridgeServer {
  readonly url: string;
  readonly port: number;
  readonly world: TestWorld;
  readonly clock: ManualClock;
  token(name: string): Promise<string>;
  /** Opens a socket and says hello. */
  hello(
    name?: string,
    part?: { device?: string; window?: string; cursors?: unknown[]; autoPong?: boolean },
  ): Promise<WireClient>;
  close(): Promise<void>;
}

const panel = new Map<string, Asset>([
  ['panel.js', { type: 'text/javascript; charset=utf-8', body: new TextEncoder().encode('export {};') }],
]);

export async function startServer(
  options: Omit<TestWorldOptions, 'clock'> & { readonly publicUrl?: string } = {},
): Promise<BridgeServer> {
  const { world, clock } = await openManualWorld(options);
  const { server, port } = await listen(0);
  const gate = createGate(port, options.publicUrl);
  const gateway = await openGateway(world, server, gate);
  const closeInlets = await runInlets(world);
  answer(server, createHttp({ world, gate, panel, bridge: 'a-test', version: '0.0.0' }));
  const url = `http://127.0.0.1:${port}`;
  const token = (name: string) => mintToken(world, person(name).id);
  return {
    url,
    port,
    world,
    clock,
    token,
    async hello(name = 'Owner', part = {}) {
      const client = await openWire(url, {}, part.autoPong);
      const params = {
        protocol: 1,
        token: await token(name),
        device: { id: device(part.device ?? name), name: 'a test', window: part.window },
        cursors: part.cursors ?? [],
      };
      const { error } = await client.ask('session/hello', params);
      if (error) throw new Error(error.message);
      return client;
    },
    async close() {
      await closeInlets();
      await gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
