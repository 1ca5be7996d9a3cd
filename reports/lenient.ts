import * as z from 'zod/mini';

/** A field that is something else is taken for absent. */
export const lenient = <T extends z.ZodMiniType>(field: T) =>
  z.optional(
    z.union([
      field,
      z.pipe(
        z.unknown(),
        z.transform(() => undefined),
      ),
    ]),
  );

/** A line of a file, where it is one. */
export const lineOf = (line: number | undefined) =>
  line !== undefined && Number.isSafeInteger(line) && line > 0 ? { line } : {};
