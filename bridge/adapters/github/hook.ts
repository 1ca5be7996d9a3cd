import * as z from 'zod/mini';
import type { RepositoryId } from '../../../protocol/model/ids.ts';
import { repositoryOf } from '../../../protocol/model/repository.ts';
import type { CiReport } from '../../ports/ci-provider.ts';
import type { Heard, Hook, RawDelivery } from '../../ports/hook.ts';
import { fits, ruleOf } from './hook-events.ts';
import { isSigned } from './hook-signature.ts';

/** What a delivery says of a run, as whoever knows runs reads it; undefined where it is about something else. */
type RunRead =
  | { readonly provider: string; readonly report: CiReport }
  | { readonly ignored: string }
  | { readonly malformed: string };

export interface GitHubHookConfig {
  /** Absent: `github`. */
  readonly id?: string | undefined;
  /** What GitHub signs with: one, or two while one takes the other's place. */
  readonly secrets: readonly string[];
  readonly repositories: readonly RepositoryId[];
  /** Ids of the forge and of the provider whose news come here. */
  readonly sources: readonly string[];
  readonly runs: (event: string, payload: unknown) => RunRead | undefined;
}

const Envelope = z.looseObject({
  action: z.optional(z.string()),
  repository: z.nullish(z.looseObject({ html_url: z.string(), full_name: z.string() })),
});
type Envelope = z.infer<typeof Envelope>;

/** GitHub's webhook. Throws where it has no secret: then anybody could be GitHub. */
export function createGitHubHook({ id = 'github', secrets, repositories, sources, runs }: GitHubHookConfig): Hook {
  if (secrets.length === 0 || secrets.some((secret) => secret === '')) throw new TypeError('a hook needs a secret');
  return {
    id,
    sources,
    async hear({ headers, body }) {
      if (!isSigned(headers['x-hub-signature-256'], body, secrets)) return { type: 'unsigned' };
      const name = headers['x-github-event'] ?? '';
      if (!/^[a-z][a-z0-9_]{0,59}$/.test(name)) return malformed('x-github-event is missing, or no name');
      const payload = Envelope.safeParse(jsonOf(body));
      if (!payload.success) return malformed('the body is no JSON object of GitHub (content type: application/json)');
      const event = eventOf(name, payload.data);
      if (!fits(ruleOf(name), payload.data)) return malformed(`the body is not that of ${event}`);
      return meaningOf({ name, event, payload: payload.data, delivery: deliveryOf(headers) }, repositories, runs);
    },
  };
}

interface Signed {
  readonly name: string;
  readonly event: string;
  readonly payload: Envelope;
  readonly delivery: string;
}

function meaningOf(
  { name, event, payload, delivery }: Signed,
  repositories: readonly RepositoryId[],
  runs: GitHubHookConfig['runs'],
): Heard {
  const ignored = (why: string): Heard => ({ type: 'ignored', event, why });
  const rule = ruleOf(name);
  if (!rule) return ignored('an event that was not there when this was written');
  if (typeof rule.does === 'object' && 'nothing' in rule.does) return ignored(rule.does.nothing);
  if (!payload.repository) return ignored('it is of no repository');
  const repository = repositoryOf(payload.repository.html_url);
  if (!repository || !repositories.includes(repository)) return ignored('its repository is none of ours');

  if (rule.does === 'tell-of-a-run') {
    const read = runs(name, payload);
    if (!read) return ignored('nobody reads runs here');
    if ('malformed' in read) return malformed(`${event}: ${read.malformed}`);
    if ('ignored' in read) return ignored(read.ignored);
    return { type: 'heard', event, id: delivery, provider: read.provider, report: read.report };
  }
  const branches = rule.does.move(payload);
  if (branches === undefined) return malformed(`the body is not that of ${event}`);
  if (typeof branches === 'object' && 'why' in branches) return ignored(branches.why);
  return { type: 'heard', event, id: delivery, moved: { repository, branches } };
}

const malformed = (why: string): Heard => ({ type: 'malformed', why });

/** GitHub's name of it: `star.created`. */
function eventOf(name: string, { action }: Envelope): string {
  return action !== undefined && /^[\w-]{1,60}$/.test(action) ? `${name}.${action}` : name;
}

const deliveryOf = (headers: RawDelivery['headers']): string => (headers['x-github-delivery'] ?? '').slice(0, 100);

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
