/** What became of one try to send. */
export type Tried =
  | { readonly type: 'sent'; readonly posted: string; readonly version: number }
  | { readonly type: 'found'; readonly posted: string }
  /** Looked for, and not there. */
  | { readonly type: 'absent' }
  /** Looking for it is not possible. `resend`: it is better said twice than not at all. */
  | { readonly type: 'unreadable'; readonly resend: boolean }
  /** There is nothing to send any more. */
  | { readonly type: 'superseded'; readonly reason: string }
  | { readonly type: 'fault'; readonly fault: Fault; readonly word: string; readonly retryAfterMs?: number };

export type Fault = 'refused' | 'gone' | 'unsure' | 'limited' | 'unauthorised' | 'unavailable';

/** The part of an outbox row that a try changes. */
export interface Row {
  readonly state: 'waiting' | 'unsure' | 'sent' | 'dead' | 'superseded';
  readonly attempts: number;
  readonly notBefore: number;
  readonly sent: number;
  readonly posted?: string;
  readonly reason?: string;
}

/** Said in `reason` of a row that is sent again without knowing whether it stands already. */
export const resent = 'resent';
/** Said in `reason` of a row that ended without anybody knowing whether it stands. */
export const unknown = 'unknown';

/** [C5] History is read twice, this far apart, before something unsure is sent again. */
const lookAgainMs = 5_000;
const looks = 2;
const longestWaitMs = 300_000;
/** Into a thread that is gone it is tried so often: each time, the card that it hung on was posted anew. */
const threads = 2;

const backOffMs = (attempts: number): number => Math.min(1_000 * 2 ** Math.min(attempts, 20), longestWaitMs);

/** The row after a try at `now`. A 429 is a wait and not an attempt ([C4]); an edit that is unsure is simply made again. */
export function after(row: Row, tried: Tried, now: number): Row {
  switch (tried.type) {
    case 'sent':
      return { state: 'sent', attempts: 0, notBefore: 0, sent: tried.version, posted: tried.posted };
    case 'found':
      // Which version it shows is not known: where more than the first is wanted, it is edited once more.
      return { state: 'sent', attempts: 0, notBefore: 0, sent: Math.max(row.sent, 1), posted: tried.posted };
    case 'absent':
      return row.attempts + 1 < looks
        ? { ...row, state: 'unsure', attempts: row.attempts + 1, notBefore: now + lookAgainMs }
        : { ...row, state: 'waiting', attempts: 0, notBefore: 0 };
    case 'unreadable':
      // Once: it may be lost each time.
      return tried.resend && row.reason !== resent
        ? { ...row, state: 'waiting', attempts: 0, notBefore: 0, reason: resent }
        : { ...row, state: 'dead', reason: unknown };
    case 'superseded':
      return { ...row, state: 'superseded', reason: tried.reason };
    case 'fault':
      return afterFault(row, tried, now);
  }
}

function afterFault(row: Row, { fault, word, retryAfterMs }: Tried & { type: 'fault' }, now: number): Row {
  const later = { ...row, attempts: row.attempts + 1, notBefore: now + backOffMs(row.attempts) };
  switch (fault) {
    case 'limited':
      return { ...row, notBefore: now + Math.ceil(retryAfterMs ?? 1_000) };
    case 'unauthorised':
      // The whole platform is paused, which ends for all rows at once.
      return row;
    case 'unavailable':
      // A look that failed is no look.
      return row.state === 'unsure' ? { ...row, notBefore: now + lookAgainMs } : later;
    case 'unsure':
      if (row.state === 'unsure') return { ...row, notBefore: now + lookAgainMs };
      return row.posted === undefined ? { ...row, state: 'unsure', attempts: 0, notBefore: now + lookAgainMs } : later;
    case 'gone':
      return afterGone(row, word);
    case 'refused':
      return { ...row, state: 'dead', reason: word };
  }
}

/** Somebody deleted the card's message: it is posted anew, and what hung on it goes after it. */
function afterGone(row: Row, word: string): Row {
  if (row.posted !== undefined) return { state: 'waiting', attempts: 0, notBefore: 0, sent: 0 };
  return row.attempts + 1 < threads ? { ...row, attempts: row.attempts + 1 } : { ...row, state: 'dead', reason: word };
}
