import * as z from 'zod/mini';
import { PlatformError } from '../../ports/platform-error.ts';
import { answered, wordOf } from './failure.ts';

/** An error beside data means that some of it was withheld. */
const GraphAnswer = z.object({
  data: z.optional(z.unknown()),
  errors: z.optional(z.array(z.object({ type: z.optional(z.string()), message: z.optional(z.string()) }))),
});

/** The data of a GraphQL answer. GitHub says no by errors beside it, with status 200; without any data that is a failure. */
export function graphData(body: unknown, headers: Readonly<Record<string, unknown>>): unknown {
  const said = GraphAnswer.safeParse(body);
  if (!said.success) throw new PlatformError('unavailable', 'unreadable_answer');
  const { data, errors = [] } = said.data;
  const limited = errors.find(({ type }) => type === 'RATE_LIMITED' || type === 'RATE_LIMIT');
  if (limited) throw answered(429, { headers: { ...headers, 'x-ratelimit-remaining': '0' }, data: limited }, false);
  if (data !== undefined && data !== null) return data;
  const [first] = errors;
  const word = wordOf(first) ?? 'no_data';
  if (first?.type === 'NOT_FOUND') throw new PlatformError('gone', word);
  throw new PlatformError(first?.type === undefined ? 'unavailable' : 'refused', word);
}
