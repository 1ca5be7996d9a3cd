import { readdir } from 'node:fs/promises';
import type * as vscode from 'vscode';
import { bridgesFolder } from './connection/bridges-folder.ts';
import type { Machine } from './connection/state-file.ts';
import { tokenKey } from './connection/token-key.ts';

/** The origins whose tokens this machine keeps. */
export async function pairedOrigins(secrets: Pick<vscode.SecretStorage, 'keys'>): Promise<readonly string[]> {
  const keys = await secrets.keys();
  return keys.flatMap((key) => tokenKey.originOf(key) ?? []);
}

/** Whether a bridge of this user runs on this machine. What is written of it is only read where there is something written. */
export async function runsBridge(machine: Machine): Promise<boolean> {
  const names = await readdir(bridgesFolder(machine)).catch(() => []);
  if (!names.some((name) => name.endsWith('.json'))) return false;
  const { findBridges } = await import('./connection/state-file.ts');
  return (await findBridges(machine)).length > 0;
}
