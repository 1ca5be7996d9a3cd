import * as z from 'zod/mini';
import { BranchName, RepositoryId, Sha } from './ids.ts';

const lines = z.array(z.string().check(z.maxLength(400))).check(z.maxLength(3));

/**
 * Where lines of code were taken from: enough to find them again, by what they say, in a text that has moved on. Lines start at 1; `path` is
 * relative to the repository's root. The lines themselves stand in the code block that it belongs to.
 */
export const Excerpt = z.object({
  repository: RepositoryId,
  branch: z.optional(BranchName),
  /** The commit that was checked out; the lines may have been changed since. */
  commit: Sha,
  path: z.string().check(z.minLength(1), z.maxLength(500)),
  line: z.int().check(z.positive()),
  endLine: z.int().check(z.positive()),
  /** At most three lines that stood right before, and right after. */
  before: lines,
  after: lines,
});
export type Excerpt = z.infer<typeof Excerpt>;

/** Lines of code that go with a message, and where they are from. */
export const Shown = z.object({
  of: Excerpt,
  text: z.string().check(z.minLength(1), z.maxLength(8000)),
  language: z.optional(z.string().check(z.maxLength(40))),
});
export type Shown = z.infer<typeof Shown>;

/** The file and its lines, as people name them: `src/a.ts:12–18`. */
export const excerptPlace = ({ path, line, endLine }: Pick<Excerpt, 'path' | 'line' | 'endLine'>): string =>
  endLine > line ? `${path}:${line}–${endLine}` : `${path}:${line}`;
