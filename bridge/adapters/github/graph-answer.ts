import * as z from 'zod/mini';
import { PlatformError } from '../../ports/platform-error.ts';
import { answered, wordOf } from './failure.ts';

/** An error beside data means that some of it was withheld. */
const GraphAnswer = z.object({
  data: z.nullish(z.record(z.string(), z.unknown())),
  errors: z.optional(
    z.array(
      z.object({
        type: z.optional(z.string()),
        message: z.optional(z.string()),
        path: z.optional(z.array(z.union([z.string(), z.number()]))),
      }),
    ),
  ),
});

/**
 * The data of a GraphQL answer, and in `withheld` the paths of what is null because it may not be seen. GitHub says no by errors beside the
 * data, with status 200; without any data that is a failure.
 */
export function graphData(body: unknown, headers: Readonly<Record<string, unknown>>): unknown {
  const said = GraphAnswer.safeParse(body);
  if (!said.success) throw new PlatformError('unavailable', 'unreadable_answer');
  const { data, errors = [] } = said.data;
  const limited = errors.find(({ type }) => type === 'RATE_LIMITED' || type === 'RATE_LIMIT');
  if (limited) throw answered(429, { headers: { ...headers, 'x-ratelimit-remaining': '0' }, data: limited }, false);
  if (data) return { ...data, withheld: errors.map(({ path }) => (path ?? []).join('.')) };
  const [first] = errors;
  const word = wordOf(first) ?? 'no_data';
  if (first?.type === 'NOT_FOUND') throw new PlatformError('gone', word);
  throw new PlatformError(first?.type === undefined ? 'unavailable' : 'refused', word);
}
