import { randomBytes, randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { createAccounts } from './accounts.ts';
import type { Machine } from './connection/state-file.ts';
import type { World } from './connection/ws-socket.ts';
import { registerEntrances, standInForTrees } from './entrances.ts';
import { createLazyWindow } from './lazy-window.ts';
import { watchReasons } from './reasons.ts';
import { createTime } from './views/time.ts';
import { notice } from './views/words.ts';

/**
 * Registers what VS Code comes in by, and returns at once. The window is opened when there is a reason: something of ours is looked at or
 * asked for, this machine is paired with a bridge, or one runs on it. Everything ends with `context`.
 */
export function activate(context: vscode.ExtensionContext): void {
  const { secrets, globalState, subscriptions } = context;
  const window = createLazyWindow(
    async () => {
      const { openWindow } = await import('./window.ts');
      const time = createTime(vscode.env.language, world.now);
      return () => openWindow({ context, world, machine, bytes: randomBytes, uuid: randomUUID, time, named });
    },
    () => waiting.dispose(),
  );
  const open = (): void => void window.open().catch(failed);
  const accounts = createAccounts({
    secrets,
    names: globalState,
    connect: async () => (await window.open()).run('connect', []),
    signOut: async (origin) => (await window.open()).signOutOf(origin),
    failed,
  });
  const named = (origin: string, name: string): void => void accounts.named(origin, name).catch(failed);
  const waiting = vscode.Disposable.from(
    standInForTrees(open),
    watchReasons({ secrets, machine, found: open, failed }),
  );
  subscriptions.push(window, waiting, accounts, ...registerEntrances({ window, accounts, failed }));
}

function failed(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(notice(`Shiproom: ${why}`));
}

const world: World = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  chance: () => Math.random(),
};

const machine: Machine = {
  platform: process.platform,
  home: homedir(),
  env: process.env,
  uid: process.getuid?.(),
  isAlive(pid) {
    try {
      // Signal 0 only asks. A process of somebody else, which it may not ask for, is no bridge of this user.
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  },
};
