import * as z from 'zod/mini';
import { hasEnded } from '../../../../protocol/model/health.ts';
import type { CiRun } from '../../../../protocol/model/run.ts';
import type { CiDeed, CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubClient } from '../../github/client.ts';
import { unlessFailing } from './afterwards.ts';
import type { ReadRun } from './read.ts';
import { oursOf, type Runs, unlessGone } from './runs.ts';
import { PendingDeployments } from './schema.ts';
import { stateOf } from './state.ts';
import { line } from './text.ts';

type Decide = CiDeed & { readonly type: 'decide' };

const runRoute = '/repos/{owner}/{repo}/actions/runs/{run_id}';

/** What a deed answers with says nothing. */
const anything = z.unknown();

/** What is done to runs that are under way. Each is asked for once. */
interface Deeds {
  /** Undefined where the run has ended. */
  cancel(run: CiRun): Promise<CiReport | undefined>;
  decide(deed: Decide): Promise<CiReport>;
}

export function deedsOn(client: GitHubClient, runs: Runs, read: ReadRun): Deeds {
  /** The run as it stands, or as it is known where it cannot be read just now. */
  async function now(known: CiRun): Promise<CiReport> {
    const { run, attempt, revision, state } = known;
    return (await unlessFailing(read(run)))?.[0] ?? { run, attempt, revision, state };
  }

  return {
    async cancel(run) {
      const { at } = oursOf(runs, run.run);
      try {
        await client.request(`POST ${runRoute}/cancel`, at, anything);
      } catch (error) {
        if (!(error instanceof PlatformError && error.fault === 'refused')) throw error;
        const found = await runs.get(at);
        if (found && hasEnded(stateOf(found))) return undefined;
        throw error;
      }
      return now(run);
    },
    async decide({ run, gate, verdict, comment }) {
      const { at } = oursOf(runs, run.run);
      const route = `${runRoute}/pending_deployments`;
      const pending = (await unlessGone(client.request(`GET ${route}`, at, PendingDeployments))) ?? [];
      const meant = pending.filter(({ environment }) => line(environment.name, 200) === gate.environment);
      if (meant.length === 0) throw new PlatformError('gone', 'nothing waits for this environment any more');
      const environment_ids = meant.map(({ environment }) => environment.id);
      await client.request(`POST ${route}`, { ...at, environment_ids, state: verdict, comment }, anything);
      return now(run);
    },
  };
}
