import * as z from 'zod/mini';
import type { RepositoryId } from '../../../protocol/model/ids.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import { createCall, type Parameters, type Wish, within } from './calls.ts';
import { apiUrlOf, type GitHubConfig, isLoopback } from './config.ts';
import { type Download, type Fetch, fetchBounded, readBounded, redirectedTo } from './download.ts';
import { createETags } from './etags.ts';
import { toPlatformError } from './failure.ts';
import { graphData } from './graph-answer.ts';
import { createLimits, type Limits } from './limits.ts';
import { createOctokits } from './octokits.ts';
import { ourRepository } from './place.ts';
import { fetchPublic, publicNet } from './public-fetch.ts';

const graphRoute = 'POST /graphql';

/** GitHub's API for the configured repositories. All failures are PlatformErrors. */
export interface GitHubClient {
  /** Calls a route as GitHub documents it, `GET /repos/{owner}/{repo}/pulls`, and reads its answer. Nothing is tried twice. */
  request<T>(route: string, parameters: Parameters, answer: z.ZodMiniType<T>): Promise<T>;
  /** The same for a GET that is asked again and again: `unchanged`, at no cost, where it answers as it did when last asked so. */
  conditional<T>(route: string, parameters: Parameters, answer: z.ZodMiniType<T>): Promise<T | 'unchanged'>;
  /** Reads by GraphQL. What GitHub withholds is null in the answer, where its schema bears that, and its paths are in `withheld`. */
  graphql<T>(repository: RepositoryId, query: string, variables: Parameters, answer: z.ZodMiniType<T>): Promise<T>;
  /** The first `maxBytes` of a log or an archive, which GitHub keeps elsewhere: one redirect is followed, without our credentials. */
  download(route: string, parameters: Parameters, maxBytes: number): Promise<Download>;
}

/** Throws where the settings name no API that a token may be sent to. */
export function createGitHubClient(config: GitHubConfig): GitHubClient {
  const api = apiUrlOf(config.apiUrl);
  const baseUrl = api.href.replace(/\/$/, '');
  const { paced, plain } = createOctokits(config, baseUrl);
  const limits = createLimits(config.clock);
  const call = createCall(config, plain.request, limits);
  const etags = createETags();
  const wishFor = (route: string, parameters: Parameters): Wish => ({
    repository: repositoryOf(config.repositories, parameters),
    write: !/^(?:GET|HEAD) /.test(route),
    parameters,
  });

  return {
    async request(route, parameters, answer) {
      const wish = wishFor(route, parameters);
      const { data } = await call(paced, route, wish);
      return readAs(answer, data, wish.write);
    },
    async conditional(route, parameters, answer) {
      const { url } = paced.request.endpoint(route, parameters);
      const tag = etags.of(url);
      const asked = tag === undefined ? parameters : { ...parameters, headers: { 'if-none-match': tag } };
      const { status, headers, data } = await call(paced, route, wishFor(route, asked));
      if (status === 304) return 'unchanged';
      const found = readAs(answer, data, false);
      etags.keep(url, headers['etag']);
      return found;
    },
    async graphql(repository, query, variables, answer) {
      if (!config.repositories.includes(repository)) throw new PlatformError('refused', 'not_our_repository');
      const parameters = { query, variables, baseUrl: baseUrl.replace(/\/v3$/, '') };
      const { headers, data } = await call(plain, graphRoute, { repository, write: false, parameters });
      return readAs(
        answer,
        noting(limits, () => graphData(data, headers)),
        false,
      );
    },
    async download(route, parameters, maxBytes) {
      const { status, headers, data } = await call(paced, route, { ...wishFor(route, parameters), stream: true });
      if (status === 200) return within(config, async (signal) => readBounded(data, maxBytes, signal));
      if (data instanceof ReadableStream) await data.cancel().catch(() => undefined);
      const url = redirectedTo(headers['location'], api);
      return within(config, async (signal) => fetchBounded(fetchFor(config, url, api), url, maxBytes, signal));
    },
  };
}

/** The API's own host, and this machine in tests, are named by the settings. Any other place is the net's, and never one inside. */
function fetchFor({ fetch: ask }: GitHubConfig, { hostname }: URL, api: URL): Fetch {
  const named = hostname === api.hostname || isLoopback(api);
  if (!ask && !named) return async (url, signal) => fetchPublic(publicNet, url, signal);
  return async (url, signal) => (ask ?? fetch)(url, { redirect: 'manual', signal });
}

/** GraphQL tells of its limits in an answer that looks like a success. */
function noting<T>(limits: Limits, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const failure = toPlatformError(error, false);
    limits.note(graphRoute, failure);
    throw failure;
  }
}

/** Whose credentials a call needs. A route without a repository may be asked with those of any. */
function repositoryOf(ours: readonly RepositoryId[], { owner, repo }: Parameters): RepositoryId | undefined {
  if (owner === undefined && repo === undefined) return ours[0];
  const found = ourRepository(ours, `${String(owner)}/${String(repo)}`);
  if (!found) throw new PlatformError('refused', 'not_our_repository');
  return found;
}

/** An answer that does not fit is none: of a write it is not known then what it did. */
function readAs<T>(answer: z.ZodMiniType<T>, data: unknown, write: boolean): T {
  const read = z.safeParse(answer, data);
  if (read.success) return read.data;
  throw new PlatformError(write ? 'unsure' : 'unavailable', 'unreadable_answer');
}
