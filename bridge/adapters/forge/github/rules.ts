import * as z from 'zod/mini';
import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';

/** Rules change seldom: what was read is believed for so long. */
const believedMs = 15 * 60_000;

const Rules = z.array(
  z.object({
    type: z.string(),
    parameters: z.nullish(
      z.object({
        required_status_checks: z.nullish(z.array(z.object({ context: z.string() }))),
        strict_required_status_checks_policy: z.nullish(z.boolean()),
      }),
    ),
  }),
);

/** What the rulesets of a base ask of what is merged into it. */
export interface BaseRules {
  readonly checks: readonly string[];
  readonly upToDate: boolean;
}

/** The rules of a base; undefined where GitHub does not tell them. */
export type ReadRules = (repository: RepositoryId, base: string) => Promise<BaseRules | undefined>;

export function createReadRules(client: GitHubClient, clock: Clock): ReadRules {
  // The question itself is remembered: those who ask in the same moment get one answer.
  const known = new Map<string, { readonly at: number; readonly rules: Promise<BaseRules | undefined> }>();
  return async (repository, base) => {
    const key = `${repository} ${base}`;
    const found = known.get(key);
    if (found && clock.now() - found.at < believedMs) return found.rules;
    const rules = ask(client, repository, base);
    known.set(key, { at: clock.now(), rules });
    rules.catch(() => known.delete(key));
    return rules;
  };
}

async function ask(client: GitHubClient, repository: RepositoryId, branch: string): Promise<BaseRules | undefined> {
  try {
    const route = 'GET /repos/{owner}/{repo}/rules/branches/{branch}';
    const rules = await client.request(route, { ...placeOf(repository), branch, per_page: 100 }, Rules);
    const parameters = rules.flatMap((rule) => (rule.type === 'required_status_checks' && rule.parameters) || []);
    return {
      checks: parameters.flatMap((each) => each.required_status_checks ?? []).map(({ context }) => context),
      upToDate: parameters.some((each) => each.strict_required_status_checks_policy === true),
    };
  } catch (error) {
    // A server of one's own may be older than rulesets, and a plan may have none.
    if (error instanceof PlatformError && (error.fault === 'gone' || error.fault === 'refused')) return undefined;
    throw error;
  }
}
