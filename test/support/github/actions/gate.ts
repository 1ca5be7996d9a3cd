import type { Commits } from '../commits.ts';
import type { Conclusion, Environment } from '../rows.ts';
import type { Job, Run } from '../rows-actions.ts';
import { latest } from '../shapes/run.ts';
import type { Ledger } from './ledger.ts';

type Verdict = 'approved' | 'rejected' | 'cancelled';
interface Waiting {
  readonly run: Run;
  readonly job: Job;
  readonly environment: string;
  readonly go: (verdict: Verdict) => void;
}

const rejected = {
  path: '.github',
  start_line: 1,
  end_line: 1,
  start_column: null,
  end_column: null,
  annotation_level: 'failure',
  title: '',
  message: `The deployment was rejected or didn't satisfy other protection rules.`,
  raw_details: '',
} as const;

/** Keeps jobs before their environments until somebody lets them in. */
export function createGates(ledger: Ledger, commits: Commits) {
  const waiting = new Set<Waiting>();

  async function atGate(job: Job, environment: Environment, stop: AbortSignal): Promise<Verdict> {
    return new Promise((resolve) => {
      const leave = () => entry.go('cancelled');
      const entry: Waiting = {
        run: job.run,
        job,
        environment: environment.name,
        go(verdict) {
          waiting.delete(entry);
          stop.removeEventListener('abort', leave);
          resolve(verdict);
        },
      };
      stop.addEventListener('abort', leave);
      waiting.add(entry);
      ledger.wait(job, environment);
      if (stop.aborted) leave();
    });
  }

  return {
    /** How many jobs wait. */
    size: () => waiting.size,
    runs: () => new Set([...waiting].map((each) => each.run)),
    decide(run: Run, environment: string, verdict: 'approved' | 'rejected'): void {
      for (const each of waiting) if (each.run === run && each.environment === environment) each.go(verdict);
    },
    /** A job that is in an environment is a deployment, which goes as the job goes. */
    async through(
      job: Job,
      environment: Environment | undefined,
      stop: AbortSignal,
      work: () => Promise<Conclusion>,
    ): Promise<Conclusion> {
      if (!environment) return work();
      const { by } = latest(job.run);
      const deployment = commits.deploy(job.run.branch, environment.name, by);
      Object.assign(job, { deployment });
      const say = (state: Parameters<Commits['deployStatus']>[1]) =>
        commits.deployStatus(deployment, state, by, { logUrl: job.check.detailsUrl });
      if (environment.reviewers.length > 0 || environment.waitMinutes > 0) {
        say('waiting');
        const verdict = await atGate(job, environment, stop);
        if (verdict === 'rejected') {
          say('failure');
          job.check.annotations.push(rejected);
          return 'failure';
        }
        if (verdict === 'cancelled') {
          say('inactive');
          return 'cancelled';
        }
        job.check.status = 'queued';
      }
      say('in_progress');
      const conclusion = await work();
      say(conclusion === 'success' ? 'success' : conclusion === 'cancelled' ? 'inactive' : 'failure');
      return conclusion;
    },
  };
}
