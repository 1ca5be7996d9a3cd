import type { CiProvider } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { deedsOn } from './act.ts';
import { changesFrom } from './changes.ts';
import { type GitHubActionsConfig, providerId } from './config.ts';
import { evidenceFrom } from './evidence.ts';
import { logsFrom } from './log.ts';
import { readerOf } from './read.ts';
import { rerunIn } from './rerun.ts';
import { runsFrom } from './runs.ts';
import { startIn } from './start.ts';
import { tellUnsettled } from './unsettled.ts';
import { workflowsFrom } from './workflows.ts';

/**
 * GitHub Actions. But for how old runs stand, nothing is told by itself: deliveries are read by `readRunDelivery`, and the rest is asked
 * for. A log can be read once its job has ended, and a run is debugged only when it is run again.
 */
export function createGitHubActions(config: GitHubActionsConfig): CiProvider {
  const { client, clock, repositories } = config;
  const runs = runsFrom(client, repositories);
  const workflows = workflowsFrom(client);
  const logs = logsFrom(config, runs);
  const read = readerOf({ client, runs, evidence: evidenceFrom(config, logs) });
  const changes = changesFrom(client, runs, clock);
  const start = startIn({ client, clock, runs, workflows });
  const rerun = rerunIn(client, clock, runs);
  const deeds = deedsOn(client, runs, read);

  return {
    id: providerId,
    can: {
      liveLog: false,
      start: true,
      cancel: true,
      rerun: true,
      rerunFailed: true,
      rerunJob: true,
      debug: true,
      decide: true,
      ourIds: false,
    },
    workflows: async (repository, branch) =>
      repositories.includes(repository) ? workflows(repository, branch) : undefined,
    async act(deed) {
      switch (deed.type) {
        case 'start':
          // The client knows no hosts.
          if (!repositories.includes(deed.repository)) throw new PlatformError('refused', 'unknown_repository');
          return start(deed);
        case 'rerun':
          return rerun(deed);
        case 'cancel':
          return deeds.cancel(deed.run);
        case 'decide':
          return deeds.decide(deed);
      }
    },
    read: async (of) =>
      'run' in of ? read(of.run) : repositories.includes(of.repository) ? changes(of.repository) : [],
    log: async (run, from, wish) => logs.piece(run, from, wish),
    open: async (receive, unsettled) => tellUnsettled(config, read, receive, unsettled),
  };
}
