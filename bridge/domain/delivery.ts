/** What became of one try to send. */
export type Tried =
  | { readonly type: 'sent'; readonly posted: string; readonly version: number }
  | { readonly type: 'found'; readonly posted: string }
  /** Looked for, and not there. */
  | { readonly type: 'absent' }
  /** Looking for it is not possible. */
  | { readonly type: 'unreadable' }
  | { readonly type: 'fault'; readonly fault: Fault; readonly word: string; readonly retryAfterMs?: number };

export type Fault = 'refused' | 'gone' | 'unsure' | 'limited' | 'unauthorised' | 'unavailable';

/** The part of an outbox row that a try changes. */
export interface Row {
  readonly state: 'waiting' | 'unsure' | 'sent' | 'dead';
  readonly attempts: number;
  readonly notBefore: number;
  readonly sent: number;
  readonly posted?: string;
  readonly reason?: string;
}

/** Said in `reason` of a row that is sent again without knowing whether it stands already. */
export const resent = 'resent';

/** [C5] History is read twice, this far apart, before something unsure is sent again. */
const lookAgainMs = 5_000;
const looks = 2;
const longestWaitMs = 300_000;
/** Credentials are mended by a person, so they are tried at a person's pace. */
const unauthorisedMs = 60_000;

const backOffMs = (attempts: number): number => Math.min(1_000 * 2 ** Math.min(attempts, 20), longestWaitMs);

/** The row after a try at `now`. A 429 is a wait and not an attempt ([C4]); an edit that is unsure is simply made again. */
export function after(row: Row, tried: Tried, now: number): Row {
  switch (tried.type) {
    case 'sent':
      return { state: 'sent', attempts: 0, notBefore: 0, sent: tried.version, posted: tried.posted };
    case 'found':
      return { state: 'waiting', attempts: 0, notBefore: 0, sent: Math.max(row.sent, 1), posted: tried.posted };
    case 'absent':
      return row.attempts + 1 < looks
        ? { ...row, state: 'unsure', attempts: row.attempts + 1, notBefore: now + lookAgainMs }
        : { ...row, state: 'waiting', attempts: 0, notBefore: 0 };
    case 'unreadable':
      return { ...row, state: 'waiting', attempts: 0, notBefore: 0, reason: resent };
    case 'fault':
      return afterFault(row, tried, now);
  }
}

function afterFault(row: Row, { fault, word, retryAfterMs }: Tried & { type: 'fault' }, now: number): Row {
  const later = { ...row, attempts: row.attempts + 1, notBefore: now + backOffMs(row.attempts) };
  switch (fault) {
    case 'limited':
      return { ...row, notBefore: now + (retryAfterMs ?? 1_000) };
    case 'unauthorised':
      return { ...row, notBefore: now + unauthorisedMs };
    case 'unavailable':
      return later;
    case 'unsure':
      return row.posted === undefined ? { ...row, state: 'unsure', attempts: 0, notBefore: now + lookAgainMs } : later;
    case 'gone':
      // Somebody deleted the card's message: it is posted anew. What was to go into a thread that is gone has no place left.
      return row.posted === undefined
        ? { ...row, state: 'dead', reason: word }
        : { state: 'waiting', attempts: 0, notBefore: 0, sent: 0 };
    case 'refused':
      return { ...row, state: 'dead', reason: word };
  }
}
