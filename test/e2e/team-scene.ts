import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import type { Sandbox } from '../support/sandbox.ts';
import { openWire, type WireClient } from '../support/wire.ts';

const main = join(import.meta.dirname, '..', '..', 'bridge', 'main.ts');
const origin = 'https://github.example.com/acme/web.git';

const cart = [
  'const prices = { apple: 2, pear: 3 };',
  '',
  'export function total(items) {',
  '  return items.reduce((sum, name) => sum + prices[name], 0);',
  '}',
  '',
  'export const isEmpty = (items) => items.length === 0;',
  '',
].join('\n');

/** What somebody proposes to change in it. */
export const change = [
  '--- a/src/cart.mjs',
  '+++ b/src/cart.mjs',
  '@@ -3,3 +3,3 @@',
  ' export function total(items) {',
  '-  return items.reduce((sum, name) => sum + prices[name], 0);',
  '+  return items.reduce((sum, name) => Math.round(sum) + prices[name], 0);',
  ' }',
].join('\n');

/** Made up, and nowhere in one piece, so that nobody takes it for one that was lost. */
export const token = ['ghp', 'a8Zq3Lw9Xe2Rt6Yu1Io5Pk7Jh4Gf0Ds8Bv3N'].join('_');

const files = {
  'package.json': JSON.stringify({ name: 'web', private: true, type: 'module', scripts: { test: 'node check.mjs' } }),
  'check.mjs': "console.log('adds: expected 5, got 4 at src/cart.mjs:4:3');\nprocess.exitCode = 1;\n",
  'src/cart.mjs': cart,
  'src/login.mjs': 'export const login = (name) => name;\n',
  'src/menu.mjs': 'export const menu = [];\n',
};

/** Somebody who is in the room without an editor of theirs. */
export interface Guest {
  readonly wire: WireClient;
  say(text: string): Promise<void>;
  appear(how: object): Promise<void>;
}

/** A team of two, each with a clone of one repository, whose address is a forge's and whose pushes land on this machine. */
export interface TeamScene {
  readonly bridge: BridgeProcess;
  readonly shared: Repository;
  readonly ana: Repository;
  readonly ben: Repository;
  /** A link by which somebody comes in under their own name. */
  invite(name: string): Promise<string>;
  /** Somebody comes in, by a link of theirs. */
  guest(name: string): Promise<Guest>;
  end(): Promise<void>;
}

/** Ana is on `feat/login` and runs the bridge; Ben is on `feat/cart`, two lines further down in a file of both. */
export async function setTeamScene(sandbox: Sandbox): Promise<TeamScene> {
  const shared = await makeRepository(files);
  const ana = await cloneOf(shared, 'web', 'feat/login');
  await ana.git('config', 'user.name', 'Ana');
  const ben = await cloneOf(shared, 'bens', 'feat/cart');
  await ben.commit('Sell plums', { 'src/cart.mjs': `// Prices of the day.\n// Plums are on their way.\n${cart}` });
  await ben.git('push', '--quiet', '--set-upstream', 'origin', 'feat/cart');
  const data = join(sandbox.root, 'data');
  const bridge = await startBridge({ sandbox, repository: ana.folder, data });

  const invite = async (name: string): Promise<string> => {
    const words = [main, 'invite', name, '--repo', ana.folder, '--data', data];
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: sandbox.root, env: sandbox.env });
    return /(http\S+)/.exec(stdout)?.[1] ?? '';
  };
  return {
    bridge,
    shared,
    ana,
    ben,
    invite,
    guest: async (name) => guestBy(new URL(await invite(name)), name),
    async end() {
      await bridge.stop();
      await shared.remove();
    },
  };
}

async function cloneOf(shared: Repository, name: string, branch: string): Promise<Repository> {
  const clone = await shared.clone(name);
  await clone.git('remote', 'set-url', 'origin', origin);
  await clone.git('config', `url.${shared.folder}.insteadOf`, origin);
  await clone.switchTo(branch);
  return clone;
}

async function guestBy({ origin: at, hash }: URL, name: string): Promise<Guest> {
  const wire = await openWire(at);
  const code = hash.slice('#code='.length);
  const device = { id: `desk-${randomUUID()}`, name: `desk of ${name}` };
  const { result } = await wire.ask('session/hello', { protocol: 1, code, device, cursors: [], seen: false });
  const [{ room } = { room: '' }] = (result?.['rooms'] ?? []) as { room: string }[];
  return {
    wire,
    async say(text) {
      const mid = `01992f3e-8a55-7b01-b3c2-${randomBytes(6).toString('hex')}`;
      const { error } = await wire.ask('feed/say', { mid, room, text });
      if (error) throw new Error(error.message);
    },
    async appear(how) {
      await wire.ask('presence/appear', { room, ...how });
    },
  };
}
