import { StoreUnavailable } from '../../../ports/store.ts';

/** Why a file cannot be this bridge's store. The message is for the operator: the cause, then the next step. */
export class StoreRefused extends Error {
  readonly reason: 'unwritable' | 'busy' | 'damaged' | 'newer';

  constructor(reason: StoreRefused['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreRefused';
    this.reason = reason;
  }
}

/** https://sqlite.org/rescode.html */
const codes = {
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  interrupted: 9,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  notADatabase: 26,
} as const;

const ofTheDisk: ReadonlySet<number> = new Set(Object.values(codes));
const fsyncFailed: ReadonlySet<number> = new Set([1034, 1290]); // IOERR_FSYNC, IOERR_DIR_FSYNC

/** SQLite's extended result code of an error; undefined for any other error. */
function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
}

/** The error as the port's, where the disk or another user of the file is to blame and not the change. */
export function unavailable(error: unknown): StoreUnavailable | undefined {
  const code = codeOf(error);
  if (code === undefined || !ofTheDisk.has(code % 256)) return undefined;
  const word = error instanceof Error ? error.message : '';
  return new StoreUnavailable(`The store cannot write: ${word} (SQLite ${code}).`, { cause: error });
}

/** After a failed fsync the kernel may have dropped the pages and call the next fsync a success: https://lwn.net/Articles/752063/ */
export function isLasting(error: unknown): boolean {
  return fsyncFailed.has(codeOf(error) ?? 0);
}

/** Why opening `file` failed, for the operator; undefined for a bug. */
export function openingFailed(file: string, error: unknown): StoreRefused | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  switch (code % 256) {
    case codes.corrupt:
    case codes.notADatabase:
      return damaged(file, error instanceof Error ? error.message : 'corrupt', error);
    case codes.busy:
    case codes.locked:
      return new StoreRefused('busy', `${file} is locked by another program. Stop that and start again.`, error);
    default:
      return unwritable(file, error);
  }
}

export const damaged = (file: string, what: string, cause?: unknown): StoreRefused =>
  new StoreRefused('damaged', `${file} is damaged: ${what}. Move it away and restore a backup.`, cause);

export function unwritable(file: string, cause: unknown): StoreRefused {
  const word = cause instanceof Error ? cause.message : String(cause);
  return new StoreRefused(
    'unwritable',
    `${file} cannot be written: ${word}. Give a folder that is there and can be written to.`,
    cause,
  );
}
