export const minute = 60_000;

/** How much happens in a day. */
export interface Size {
  readonly people: number;
  readonly branches: number;
  readonly ciEvents: number;
  readonly messages: number;
}

/** Eight hours of a busy team. */
export const busy: Size = { people: 40, branches: 120, ciEvents: 2_000, messages: 300 };
export const dayMs = 8 * 60 * minute;

/** A run that a push, a merge or an approval causes: how its jobs go, in milliseconds from its beginning. */
export interface RunPlan {
  readonly workflow: string;
  readonly jobs: readonly {
    readonly name: string;
    readonly from: number;
    readonly to: number;
    readonly red?: boolean;
  }[];
  readonly environment?: string;
}

interface OfBranch {
  readonly at: number;
  readonly branch: string;
}
interface OfRun extends OfBranch {
  readonly run: number;
}
interface OfJob extends OfRun {
  readonly job: string;
}

/** What happens in a day, and what there is to know of it. */
interface Deed {
  push: OfBranch;
  open: OfBranch & { readonly draft: boolean };
  ready: OfBranch;
  request: OfBranch;
  changes: OfBranch;
  approve: OfBranch;
  merge: OfBranch;
  close: OfBranch;
  begin: OfRun & { readonly plan: RunPlan };
  start: OfJob;
  end: OfJob & { readonly red: boolean };
  finish: OfRun & { readonly red: boolean };
  /** It waits before its environment; and somebody lets it in. */
  wait: OfRun;
  'let-in': OfRun;
  rerun: OfRun;
  cancel: OfRun;
  /** Somebody says that they are on it: by a command, or by the card's button. */
  claim: OfBranch & { readonly by: 'command' | 'button' };
}

export type Act<T extends keyof Deed = keyof Deed> = {
  [K in T]: { readonly type: K } & Deed[K];
}[T];

/** Whoever does all that. */
export type Doers<T extends keyof Deed = keyof Deed> = { readonly [K in T]: (act: Act<K>) => unknown };

/** Does one act. */
export const perform = <T extends keyof Deed>(doers: Doers, act: Act<T>): unknown => doers[act.type](act);

/** Chance, and what comes of it. */
export interface Dice {
  /** Whether something of this likelihood happens. */
  readonly happens: (likelihood: number) => boolean;
  readonly between: (from: number, to: number) => number;
}
