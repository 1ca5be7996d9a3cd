/** Something that whoever runs the bridge has to mend. The message is one line: where, what, and what to do. */
export class Unusable extends Error {}

/** The word by which the system names an error: ENOENT, EACCES, EADDRINUSE. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
