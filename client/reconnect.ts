import { closeAction, type CloseAction } from '../protocol/wire/close.ts';

/** Why a connection ended, or never came about. */
export type Ending =
  /** `message` is what the bridge said before, in words. */
  | { readonly type: 'closed'; readonly code: number; readonly message?: string | undefined }
  /** The bridge refused hello, and no close code tells more. */
  | { readonly type: 'refused'; readonly slug: string; readonly message: string; readonly retryable: boolean }
  /** Nothing was heard for too long. */
  | { readonly type: 'silent' }
  /** Entries are missing, so that the feed has to be resumed. */
  | { readonly type: 'behind' }
  /** What was said to be a resumption has holes. */
  | { readonly type: 'unsound' }
  /** This machine was asleep, and the connection is surely dead. */
  | { readonly type: 'woke' };

export interface Circumstances {
  /** How often a connection has failed since one lasted; 0 for the first loss. */
  readonly attempt: number;
  /** How many protocol faults there were since a connection lasted. */
  readonly faults: number;
  /** The bridge's `retryAfterMs`. */
  readonly hintMs?: number | undefined;
  readonly firstWaitMs: number;
  /** A number in [0, 1). */
  readonly chance: number;
}

/** What to do now. `forget`: the cursors are worth nothing any more. */
export type Plan =
  | { readonly type: 'wait'; readonly ms: number; readonly forget: boolean; readonly fault: boolean }
  | { readonly type: 'unpaired' }
  | { readonly type: 'stopped' };

const laterMs = 5_000;
const faultWaitMs = 60_000;
const baseMs = 2_000;
const capMs = 60_000;
const soonMs = 1_000;
/** Nobody's hint may keep a client away for longer, nor overflow a timer. */
const longestHintMs = 15 * 60_000;

/**
 * How to go on after an ending. A hint of the bridge is never undercut, and the wait is spread behind it: the first time over
 * `firstWaitMs`, since a whole team loses its bridge at once; over one second where this client alone has a reason; then with full jitter.
 */
export function plan(ending: Ending, by: Circumstances): Plan {
  const action = actionAfter(ending);
  switch (action) {
    case 'resume':
    case 'resume-later':
    case 'reload':
      return { type: 'wait', ms: waitMs(ending, action, by), forget: action === 'reload', fault: false };
    case 'protocol-fault':
      if (by.faults > 0) return { type: 'stopped' };
      return { type: 'wait', ms: faultWaitMs, forget: false, fault: true };
    case 'new-credentials':
      return { type: 'unpaired' };
    case 'stop':
      return { type: 'stopped' };
  }
}

/** An ending in the terms of the close codes' ranges. */
export function actionAfter(ending: Ending): CloseAction {
  switch (ending.type) {
    case 'closed':
      return closeAction(ending.code);
    case 'refused':
      if (ending.slug === 'not_authenticated') return 'new-credentials';
      return ending.retryable ? 'resume-later' : 'protocol-fault';
    case 'unsound':
      return 'reload';
    case 'silent':
    case 'behind':
    case 'woke':
      return 'resume';
  }
}

function waitMs(ending: Ending, action: CloseAction, by: Circumstances): number {
  const hint = by.hintMs ?? (action === 'resume-later' ? laterMs : 0);
  return Math.min(hint, longestHintMs) + Math.floor(by.chance * spreadMs(ending, by));
}

function spreadMs(ending: Ending, { attempt, firstWaitMs }: Circumstances): number {
  if (ending.type === 'woke') return soonMs;
  if (attempt > 0) return Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return ending.type === 'behind' ? soonMs : firstWaitMs;
}
