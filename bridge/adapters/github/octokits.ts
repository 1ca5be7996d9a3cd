import { Octokit } from '@octokit/core';
import { throttling } from '@octokit/plugin-throttling';
import type { GitHubConfig } from './config.ts';

/** GitHub's own client, twice. Neither tries anything twice, or sleeps because of a limit: that is for whoever asked to do. */
export interface Octokits {
  /** Spaces writes by a second, as GitHub asks for, and has ten calls under way at most. */
  readonly paced: Octokit;
  /** For reads by GraphQL, which the other would take for writes. */
  readonly plain: Octokit;
}

const nothing = () => undefined;

export function createOctokits(config: GitHubConfig, baseUrl: string): Octokits {
  const warn = (message: string) => config.log.warn('GitHub says', { message: message.slice(0, 300) });
  const options = {
    baseUrl,
    userAgent: 'shiproom',
    log: { debug: nothing, info: nothing, warn, error: warn },
    request: { redirect: 'manual', fetch: config.fetch ?? fetch },
  } as const;
  const plain = new Octokit(options);
  if (config.paced === false) return { plain: counted(plain, config), paced: counted(new Octokit(options), config) };
  const Paced = Octokit.plugin(throttling);
  const throttle = { id: `${baseUrl} ${accountOf(config)}`, onRateLimit: nothing, onSecondaryRateLimit: nothing };
  return { plain: counted(plain, config), paced: counted(new Paced({ ...options, throttle }), config) };
}

const accountOf = ({ auth }: GitHubConfig): string => (auth.type === 'app' ? `app ${auth.appId}` : 'token');

/** Tells of each call that was sent. */
function counted(octokit: Octokit, { onCall }: GitHubConfig): Octokit {
  if (!onCall) return octokit;
  octokit.hook.wrap('request', async (request, options) => {
    const route = `${options.method} ${options.url}`;
    try {
      const answer = await request(options);
      onCall(route, answer.status);
      return answer;
    } catch (error) {
      const answer = error instanceof Error && 'response' in error && 'status' in error ? error.status : 0;
      onCall(route, typeof answer === 'number' ? answer : 0);
      throw error;
    }
  });
  return octokit;
}
