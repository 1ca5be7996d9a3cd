import type * as z from 'zod/mini';
import type { GitHubClient } from '../../github/client.ts';

/** Of each route so many answers are remembered. */
const mostAnswers = 300;

/** An answer, and whether it is another than the last time. */
interface Remembered<T> {
  readonly value: T;
  readonly changed: boolean;
}

/** Asks one route again and again, which costs nothing where the answer is still the same: GitHub says only that much. */
export function remembering<T>(
  client: GitHubClient,
  route: string,
  answer: z.ZodMiniType<T>,
): (parameters: Readonly<Record<string, unknown>>) => Promise<Remembered<T>> {
  const answers = new Map<string, T>();
  return async (parameters) => {
    const key = JSON.stringify(parameters);
    const found = await client.conditional(route, parameters, answer);
    const known = answers.get(key);
    if (found === 'unchanged' && known !== undefined) return { value: known, changed: false };
    // It is unchanged since it was forgotten here.
    const value = found === 'unchanged' ? await client.request(route, parameters, answer) : found;
    answers.delete(key);
    answers.set(key, value);
    const [oldest] = answers.keys();
    if (answers.size > mostAnswers && oldest !== undefined) answers.delete(oldest);
    return { value, changed: true };
  };
}
