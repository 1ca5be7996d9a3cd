import type { RepositoryId } from '../../../protocol/model/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';

/** A fine-grained token of somebody, or a GitHub App, which mints a token of its own for each repository. */
export type GitHubAuth =
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'app'; readonly appId: number | string; readonly privateKey: string };

export interface GitHubConfig {
  /** Absent: GitHub's own. On a GitHub server of one's own `https://HOST/api/v3`. Plain `http` is taken on this machine only. */
  readonly apiUrl?: string | undefined;
  /** `host/owner/name`: calls about any other are refused before they are sent. */
  readonly repositories: readonly RepositoryId[];
  readonly auth: GitHubAuth;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: Node's own, which asks no proxy. */
  readonly fetch?: typeof fetch | undefined;
  readonly timeoutMs?: number | undefined;
  /** Each answer that came over the net, by its route as GitHub documents it; status 0 where none came. */
  readonly onCall?: ((route: string, status: number) => void) | undefined;
  /** False: writes are not spaced by a second, as GitHub asks for. For tests. */
  readonly paced?: boolean | undefined;
}

const gitHubApiUrl = 'https://api.github.com';
export const defaultTimeoutMs = 20_000;

/** Whether an address is of this machine, as a test's is. */
export const isLoopback = ({ hostname }: URL): boolean => /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(hostname);

/** The API's address, read once. Throws where it is none that a token may be sent to. */
export function apiUrlOf(text: string | undefined): URL {
  const url = URL.parse(text ?? gitHubApiUrl);
  if (!url || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('apiUrl is no address of an API');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    throw new TypeError('apiUrl has to begin with https://');
  }
  return url;
}

/** Where people see what the API serves, without a slash at its end. */
export function webUrlOf(apiUrl: string | undefined): string {
  const api = apiUrlOf(apiUrl);
  return api.href.startsWith(gitHubApiUrl) ? 'https://github.com' : api.origin;
}
