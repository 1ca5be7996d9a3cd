import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { bridgesFolder } from '../../extension/connection/bridges-folder.ts';
import type { CardKey } from '../../protocol/model/card.ts';
import { BranchName, type Sha } from '../../protocol/model/ids.ts';
import { bridgeDouble } from '../support/bridge-double.ts';
import { ana } from '../support/bridge-memory.ts';
import { manualClock } from '../support/clock.ts';
import { person } from '../support/samples.ts';
import type { Sandbox } from '../support/sandbox.ts';
import { called, cardOf, commands, loud, said, sources, villain, workflows } from './hostile-words.ts';
import { payloads } from './payloads.ts';

const inviting = 'c0de-C0DE_c0de';

/** A room that only means harm: whoever speaks and whatever is told in it is a payload, by a bridge that lets all of it through. */
export interface HostileRoom {
  /** What the editor has asked of it, in order. */
  heard(): readonly string[];
  /** A link by which one joins it. */
  readonly link: string;
  /** Somebody of that name wants its reader. */
  mention(): void;
  /** The second half of the payloads is said. */
  rest(): void;
  close(): Promise<void>;
}

/** Opens one where an editor of the sandbox's user finds it for a repository, whose branch has a card made of such words, as has its reader's name. */
export async function openHostileRoom(sandbox: Sandbox, key: CardKey, head: Sha): Promise<HostileRoom> {
  const { repository } = key;
  const clock = { ...manualClock(Date.now()), now: () => Date.now(), after: soon };
  const double = bridgeDouble({ clock, latencyMs: 0, token: 'token-of-ana', code: inviting });
  const { enter } = double.memory;
  double.memory.enter = (...cursor) => {
    const { state, rest } = enter(...cursor);
    return { rest, state: { ...state, name: loud, commands: [...commands], sources: [...sources] } };
  };
  double.memory.workflows = workflows;
  const on = { repository, branch: BranchName.parse(loud) };
  double.memory.cards.set('own', cardOf(key, head));
  double.memory.cards.set('other', cardOf(on, head));
  double.memory.people = [
    { person: person('Ana'), devices: 1 },
    { person: villain, devices: 1, on },
  ];
  const say = (from: number, to: number): void => {
    for (const [at, payload] of [...payloads.entries()].slice(from, to))
      double.memory.append((place) => said(place, payload, at, on));
  };
  say(0, payloads.length / 2);
  const server = createServer((_request, response) => void response.writeHead(404).end()).listen(0, '127.0.0.1');
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    const line = double.open({
      opened: () => undefined,
      received: (text) => socket.send(text.replaceAll('"name":"Ana"', `"name":${JSON.stringify(villain.name)}`)),
      closed: (code) => socket.close(code >= 3000 ? code : 1001),
    });
    socket.on('message', (data) => line.send(Buffer.isBuffer(data) ? data.toString() : ''));
    socket.on('close', () => line.close(1000, ''));
  });
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const folder = bridgesFolder({
    platform: process.platform,
    home: sandbox.home,
    env: sandbox.env,
    uid: undefined,
    isAlive: () => true,
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const announcement = { url, repository, token: 'token-of-ana', pid: process.pid };
  writeFileSync(join(folder, 'hostile.json'), JSON.stringify(announcement), { mode: 0o600 });
  return {
    heard: () => double.heard.map(({ method }) => method),
    link: `code-oss://shiproom.shiproom/join?${new URLSearchParams({ bridge: url, code: inviting })}`,
    mention: () => void double.memory.append((place) => called(place, ana)),
    rest: () => say(payloads.length / 2, payloads.length),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function soon(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}
