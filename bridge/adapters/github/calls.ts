import type { Octokit } from '@octokit/core';
import * as z from 'zod/mini';
import type { RepositoryId } from '../../../protocol/model/ids.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import { defaultTimeoutMs, type GitHubConfig } from './config.ts';
import { createCredentials } from './credentials.ts';
import { toPlatformError } from './failure.ts';
import type { Limits } from './limits.ts';

/** What a route needs: `owner` and `repo` as `placeOf` gives them, and what else is in its braces, its query, or its body. */
export type Parameters = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

export interface Wish {
  readonly repository: RepositoryId | undefined;
  readonly write: boolean;
  readonly parameters: Parameters;
  /** Its answer is to be given as it comes, and may send us elsewhere. */
  readonly stream?: boolean;
}

/** Sends one call, with the credentials that it needs. All failures are PlatformErrors. */
export type Call = (octokit: Octokit, route: string, wish: Wish) => Promise<Answer>;

export function createCall(config: GitHubConfig, request: Octokit['request'], limits: Limits): Call {
  const credentials = createCredentials(config.auth, request, (message) =>
    config.log.warn('GitHub says', { message: message.slice(0, 300) }),
  );
  return async (octokit, route, wish) => {
    for (let fresh = false; ; fresh = true) {
      limits.check(route);
      try {
        const authorization = await credentials.authorize(wish.repository, fresh);
        return await within(config, async (signal) => send(octokit, route, wish, authorization, signal));
      } catch (error) {
        const failure = toPlatformError(error, wish.write);
        limits.note(route, failure);
        // What was not accepted was not done, so this one failure may be tried again: an App's token may have been revoked.
        if (failure.fault !== 'unauthorised' || fresh || !credentials.renewable) throw failure;
      }
    }
  };
}

async function send(
  octokit: Octokit,
  route: string,
  { parameters, stream = false }: Wish,
  authorization: string,
  signal: AbortSignal,
): Promise<Answer> {
  const { headers } = z.parse(z.object({ headers: z.optional(z.record(z.string(), z.string())) }), parameters);
  let answer: Answer;
  try {
    answer = await octokit.request(route, {
      ...parameters,
      headers: { ...headers, authorization, 'x-github-api-version': '2022-11-28' },
      request: { signal, parseSuccessResponseBody: !stream },
    });
  } catch (error) {
    const unchanged = NotModified.safeParse(error);
    if (unchanged.success) return { status: 304, headers: unchanged.data.response.headers, data: undefined };
    throw error;
  }
  // A repository that was renamed: what we know it by is not its name any more.
  if (answer.status >= 300 && !stream) throw new PlatformError('gone', 'moved_elsewhere');
  return answer;
}

/** The official client throws it. */
const NotModified = z.object({
  status: z.literal(304),
  response: z.object({ headers: z.record(z.string(), z.unknown()) }),
});

/** Does `work`, and ends it where it takes too long. */
export async function within<T>(
  { clock, timeoutMs }: GitHubConfig,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const takeBack = clock.after(timeoutMs ?? defaultTimeoutMs, () => ending.abort());
  try {
    return await work(ending.signal);
  } finally {
    takeBack();
  }
}
