import * as vscode from 'vscode';

/** Whether nobody has touched this window for five minutes. */
export interface Idle {
  now(): boolean;
  dispose(): void;
}

export interface IdleOptions {
  readonly now: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
  readonly changed: () => void;
}

const idleMs = 5 * 60_000;

/** Follows what VS Code says of its window. Who comes back is back at once; who leaves is away when the clock says so. */
export function createIdle({ now, after, changed }: IdleOptions): Idle {
  let since: number | undefined;
  let idle = false;
  let stop: (() => void) | undefined;

  const wait = (from: number): void => {
    const left = from + idleMs - now();
    if (left > 0) {
      stop = after(left, () => wait(from));
      return;
    }
    stop = undefined;
    idle = true;
    changed();
  };
  const look = (): void => {
    const { active } = vscode.window.state;
    if (!active && since === undefined) {
      since = now();
      wait(since);
    }
    if (!active || since === undefined) return;
    since = undefined;
    stop?.();
    stop = undefined;
    const was = idle;
    idle = false;
    if (was) changed();
  };
  const watch = vscode.window.onDidChangeWindowState(look);
  look();
  return {
    now: () => idle,
    dispose() {
      watch.dispose();
      stop?.();
    },
  };
}
