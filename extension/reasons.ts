import * as vscode from 'vscode';
import type { Machine } from './connection/state-file.ts';
import { pairedOrigins, runsBridge } from './pairing.ts';

interface Options {
  readonly secrets: Pick<vscode.SecretStorage, 'keys' | 'onDidChange'>;
  readonly machine: Machine;
  /** Called each time that there is a reason, until the answer is disposed. */
  readonly found: () => void;
  readonly failed: (error: unknown) => void;
}

/** Looks for a reason to open the window unasked: this machine is paired with a bridge, or one runs on it. Looks again where that may have changed. */
export function watchReasons({ secrets, machine, found, failed }: Options): vscode.Disposable {
  let over = false;
  const look = async (): Promise<void> => {
    const reason = (await pairedOrigins(secrets)).length > 0 || (await runsBridge(machine));
    if (reason && !over) found();
  };
  const start = (): void => void look().catch(failed);
  start();
  return vscode.Disposable.from(
    // Whoever comes back from a terminal may have started a bridge there.
    vscode.window.onDidChangeWindowState(({ focused }) => focused && start()),
    secrets.onDidChange(start),
    { dispose: () => (over = true) },
  );
}
