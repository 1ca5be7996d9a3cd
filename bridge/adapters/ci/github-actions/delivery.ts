import { repositoryOf } from '../../../../protocol/model/repository.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { placeOf } from '../../github/place.ts';
import { approversOf, decisionOf } from './gates.ts';
import { providerId } from './config.ts';
import { type Reported, reportOfJob, reportOfRun } from './report.ts';
import { JobDelivery, ReviewDelivery, RunDelivery } from './schema.ts';

/** What a webhook's delivery says of runs. */
type RunDeliveryRead =
  | { readonly provider: string; readonly report: CiReport }
  | { readonly ignored: string }
  /** It is not what its event promises. */
  | { readonly malformed: string };

const toldElsewhere: ReadonlyMap<string, string> = new Map([
  ['workflow_dispatch', 'the run that it starts is told by itself'],
  ['repository_dispatch', 'the run that it starts is told by itself'],
  ['deployment_protection_rule', 'it asks an app of its own for a verdict'],
]);

/** Reads a delivery about runs, jobs and gates; undefined where the event is about something else. */
export function readRunDelivery(event: string, payload: unknown): RunDeliveryRead | undefined {
  switch (event) {
    case 'workflow_run':
      return ofRun(payload);
    case 'workflow_job':
      return ofJob(payload);
    case 'deployment_review':
      return ofReview(payload);
    default: {
      const ignored = toldElsewhere.get(event);
      return ignored === undefined ? undefined : { ignored };
    }
  }
}

const malformed = { malformed: 'a field that every such delivery has is missing' };

const from = (told: Reported): RunDeliveryRead => ('report' in told ? { provider: providerId, ...told } : told);

function ofRun(payload: unknown): RunDeliveryRead {
  const read = RunDelivery.safeParse(payload);
  const repository = read.success && repositoryOf(read.data.repository.html_url);
  if (!read.success || !repository) return malformed;
  return from(reportOfRun(read.data.workflow_run, repository, read.data.workflow?.name));
}

function ofJob(payload: unknown): RunDeliveryRead {
  const read = JobDelivery.safeParse(payload);
  const repository = read.success && repositoryOf(read.data.repository.html_url);
  return read.success && repository ? from(reportOfJob(read.data.workflow_job, repository)) : malformed;
}

/** A run begins to wait for somebody, or somebody has answered it. */
function ofReview(payload: unknown): RunDeliveryRead {
  const read = ReviewDelivery.safeParse(payload);
  const repository = read.success && repositoryOf(read.data.repository.html_url);
  if (!read.success || !repository) return malformed;
  const told = reportOfRun(read.data.workflow_run, repository);
  return from(
    'report' in told ? { report: { ...told.report, ...answered(read.data, placeOf(repository).owner) } } : told,
  );
}

function answered(review: ReviewDelivery, owner: string): Pick<CiReport, 'gates' | 'decisions'> {
  const { action, environment, workflow_job_run: job, workflow_job_runs: jobs, approver, comment } = review;
  const named = [environment, job?.environment, ...jobs.map((each) => each.environment)];
  const environments = [...new Set(named.flatMap((name) => name || []))].slice(0, 10);
  const approvers = approversOf(review.reviewers, owner);
  if (action === 'requested') return { gates: environments.map((name) => ({ environment: name, approvers })) };
  if ((action !== 'approved' && action !== 'rejected') || !approver) return {};
  return { gates: [], decisions: environments.map((name) => decisionOf(name, action, approver.login, comment)) };
}
