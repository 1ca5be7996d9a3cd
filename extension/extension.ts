import { randomBytes, randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { mintMid } from '../protocol/model/mid.ts';
import { DeviceId } from '../protocol/model/ids.ts';
import type { Machine } from './connection/state-file.ts';
import type { World } from './connection/ws-socket.ts';
import { createSessionForge } from './forges/session-forge.ts';
import { createMemory } from './memory.ts';
import { openWindow } from './window.ts';

/** Builds what this window needs, and returns at once: all that takes time goes on by itself, and everything ends with `context`. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Shiproom', { log: true });
  const window = openWindow({
    dist: vscode.Uri.joinPath(context.extensionUri, 'dist'),
    storage: (context.storageUri ?? context.globalStorageUri).fsPath,
    told: vscode.Uri.joinPath(context.globalStorageUri, 'told').fsPath,
    secrets: context.secrets,
    memory: createMemory(context.workspaceState, () => DeviceId.parse(randomUUID()), () => Date.now()),
    world,
    machine,
    mid: () => mintMid(Date.now(), randomBytes(10)),
    time,
    log,
    forge: createSessionForge(fetch),
  });
  context.subscriptions.push(log, window);
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

/** An instant for reading: the time, and before today the date with it. */
function time(at: number): string {
  const then = new Date(at);
  const today = new Date(Date.now()).toDateString() === then.toDateString();
  return today
    ? then.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : then.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}
