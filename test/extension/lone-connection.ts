import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Session, SessionEvent } from '../../client/session.ts';
import { type BridgeConnection, createBridgeConnection } from '../../extension/bridge-connection.ts';
import { Origin } from '../../extension/connection/address.ts';
import { bridgesFolder } from '../../extension/connection/bridges-folder.ts';
import type { Machine } from '../../extension/connection/state-file.ts';
import { createMemory } from '../../extension/memory.ts';
import { DeviceId } from '../../protocol/model/ids.ts';
import { mintMid } from '../../protocol/model/mid.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { repository } from '../support/samples.ts';
import { memoryKeep, memorySecrets } from './secrets.ts';

/** One window's connection, in a world whose timers run, and whose machine is a temporary folder. */
interface Window {
  readonly connection: BridgeConnection;
  readonly secrets: ReturnType<typeof memorySecrets>;
  readonly told: SessionEvent[];
  readonly logged: string[];
  readonly attached: (Session | undefined)[];
  /** Resolves with the next event that fits, or one that has come already. */
  event(fits: (event: SessionEvent) => boolean): Promise<SessionEvent>;
}

export interface Kept {
  readonly trusted?: boolean;
  readonly left?: boolean;
  readonly secrets?: ReturnType<typeof memorySecrets>;
  readonly last?: Origin;
}

/** Connections without a window around them, on a machine that is made anew for each test of this file, and real bridges to connect to. */
export function eachWithConnections() {
  let home = '';
  const servers = new Set<BridgeServer>();
  const windows: Window[] = [];
  const stop = async (server: BridgeServer): Promise<void> => {
    servers.delete(server);
    await server.close();
  };
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'shiproom-uplink-'));
  });
  afterEach(async () => {
    for (const { connection } of windows.splice(0)) connection.dispose();
    for (const server of servers) await stop(server);
    await rm(home, { recursive: true });
  });
  return {
    home: () => home,
    stop,
    async start(): Promise<BridgeServer> {
      const server = await startServer();
      servers.add(server);
      return server;
    },
    /** Writes a bridge down on this machine, as `npm start` does. */
    writeDown: (server: BridgeServer, part: object = {}) => writeDownAt(home, server, part),
    open(kept: Kept = {}): Window {
      const window = openAt(home, kept);
      windows.push(window);
      return window;
    },
  };
}

export const originOf = (server: BridgeServer) => Origin.parse(server.url);

const machineOf = (home: string): Machine => ({
  platform: 'linux',
  home,
  env: {},
  uid: process.getuid?.(),
  isAlive: () => true,
});

async function writeDownAt(home: string, server: BridgeServer, part: object): Promise<void> {
  const path = join(bridgesFolder(machineOf(home)), 'a.json');
  await mkdir(dirname(path), { recursive: true });
  const bridge = { url: server.url, repository, token: await server.token('Owner'), pid: 1, ...part };
  await writeFile(path, JSON.stringify(bridge), { mode: 0o600 });
}

function openAt(home: string, { trusted = true, left = false, secrets = memorySecrets(), last }: Kept): Window {
  const told: SessionEvent[] = [];
  const logged: string[] = [];
  const attached: (Session | undefined)[] = [];
  const waiting = new Set<() => void>();
  const log = (note: string) => void logged.push(note);
  const connection = createBridgeConnection({
    world: {
      now: () => Date.now(),
      after: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      chance: () => 0,
    },
    machine: machineOf(home),
    uuid: () => crypto.randomUUID(),
    mid: () => mintMid(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
    storage: join(home, 'storage'),
    secrets,
    memory: createMemory(
      memoryKeep({ bridge: last, left }),
      () => DeviceId.parse('device-window'),
      () => 0,
    ),
    device: 'VS Code 1.105.0',
    trusted: () => trusted,
    seen: () => true,
    keptBack: () => false,
    configured: () => undefined,
    repositories: () => [repository],
    tell(event) {
      told.push(event);
      for (const look of waiting) look();
    },
    attach: (session) => void attached.push(session),
    follow: () => undefined,
    log: { info: log, warn: log, error: log },
  });
  const event = (fits: (event: SessionEvent) => boolean) =>
    new Promise<SessionEvent>((resolve) => {
      const look = (): void => {
        const found = told.find(fits);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { connection, secrets, told, logged, attached, event };
}
