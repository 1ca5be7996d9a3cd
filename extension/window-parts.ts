import * as vscode from 'vscode';
import { DeviceId } from '../protocol/model/ids.ts';
import { mintMid } from '../protocol/model/mid.ts';
import type { ConnectionOptions } from './bridge-connection.ts';
import type { Origin } from './connection/address.ts';
import type { OwnForge } from './forges/own-forge.ts';
import { createSessionForge } from './forges/session-forge.ts';
import { createMemory } from './memory.ts';
import type { Time } from './views/words.ts';

/** What the root gives: VS Code's own for this window, the machine, the clock and chance. */
export interface Root extends Pick<ConnectionOptions, 'world' | 'machine'> {
  readonly context: Pick<
    vscode.ExtensionContext,
    'extensionUri' | 'storageUri' | 'globalStorageUri' | 'secrets' | 'workspaceState'
  >;
  /** So many random bytes. */
  readonly bytes: (count: number) => Uint8Array;
  readonly uuid: () => string;
  readonly time: Time;
  /** Told who this user is at a bridge, as the bridge says. */
  readonly named: (origin: Origin, name: string) => void;
}

type FromRoot = Pick<ConnectionOptions, 'world' | 'machine' | 'mid' | 'storage' | 'secrets' | 'memory'>;

/** What a window is made of. */
export interface WindowParts extends FromRoot, Pick<Root, 'time' | 'named' | 'uuid'> {
  /** The extension's folder `dist`. */
  readonly dist: vscode.Uri;
  /** A folder of all windows of this user, for what one of them has told. */
  readonly told: string;
  readonly log: ConnectionOptions['log'] & vscode.Disposable;
  /** The forge where this editor's user is signed in. */
  readonly forge: OwnForge;
}

export function partsOf({ context, bytes, ...root }: Root): WindowParts {
  const { extensionUri, storageUri, globalStorageUri, secrets, workspaceState } = context;
  return {
    ...root,
    dist: vscode.Uri.joinPath(extensionUri, 'dist'),
    storage: (storageUri ?? globalStorageUri).fsPath,
    told: vscode.Uri.joinPath(globalStorageUri, 'told').fsPath,
    secrets,
    memory: createMemory(workspaceState, () => DeviceId.parse(root.uuid()), root.world.now),
    mid: () => mintMid(root.world.now(), bytes(10)),
    log: createLog(),
    forge: createSessionForge(fetch),
  };
}

/** This window's log. What comes after its end is dropped, where a channel of VS Code throws. */
function createLog(): WindowParts['log'] {
  let channel: vscode.LogOutputChannel | undefined = vscode.window.createOutputChannel('Shiproom', { log: true });
  return {
    info: (note) => channel?.info(note),
    warn: (note) => channel?.warn(note),
    error: (note) => channel?.error(note),
    dispose() {
      channel?.dispose();
      channel = undefined;
    },
  };
}
