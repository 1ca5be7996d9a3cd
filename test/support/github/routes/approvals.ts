import type { Environment, User } from '../rows.ts';
import { type Answer, ok, paged, type RepoAsk, refused, type Route } from '../router.ts';
import { deploymentShape } from '../shapes/check.ts';
import { apiOf, pageOf } from '../shapes/repository.ts';
import { latest } from '../shapes/run.ts';
import { reviewerShape, simpleUser } from '../shapes/user.ts';
import { iso, nodeId } from '../site.ts';
import type { Run } from '../rows-actions.ts';
import { type ActionsOf, inRun } from './actions.ts';

/** Whether somebody is among those who may let a run into the environment. */
function mayApprove(environment: Environment, run: Run, user: User | undefined): boolean {
  if (!user || (!environment.selfReview && latest(run).by.id === user.id)) return false;
  return environment.reviewers.some((each) =>
    each.type === 'User' ? each.user.id === user.id : each.team.members.some((member) => member.id === user.id),
  );
}

const environmentBrief = ({ site, repo }: RepoAsk, environment: Environment) => ({
  id: environment.id,
  node_id: nodeId('Environment', environment.id),
  name: environment.name,
  url: `${apiOf(site, repo)}/environments/${encodeURIComponent(environment.name)}`,
  html_url: `${pageOf(site, repo)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
});

interface Decision {
  readonly environment_ids?: readonly number[];
  readonly state?: 'approved' | 'rejected';
  readonly comment?: string;
}

/** Deployments that wait for a person. An App is nobody's reviewer, so its own token lets nothing go. */
export const approvalRoutes = (actionsOf: ActionsOf): readonly Route[] => {
  function pending(ask: RepoAsk, run: Run): Answer {
    const { site, repo, actor } = ask;
    const me = actor.type === 'user' ? actor.user : undefined;
    return ok(
      actionsOf(repo)
        .pending(run)
        .map(({ environment, jobs }) => ({
          environment: environmentBrief(ask, environment),
          wait_timer: environment.waitMinutes,
          wait_timer_started_at: environment.waitMinutes > 0 ? iso(jobs[0]?.createdAt ?? site.now()) : null,
          current_user_can_approve: mayApprove(environment, run, me),
          reviewers: environment.reviewers.map((each) => reviewerShape(site, each)),
        })),
    );
  }

  function decide(ask: RepoAsk, run: Run): Answer {
    const { site, repo, actor, body } = ask;
    const { environment_ids: ids, state, comment } = body as Decision;
    if (
      !Array.isArray(ids) ||
      ids.length === 0 ||
      (state !== 'approved' && state !== 'rejected') ||
      typeof comment !== 'string'
    )
      return refused(422, 'Invalid request.\n\n"environment_ids", "state" and "comment" have to be supplied.');
    if (actor.type !== 'user') return refused(403, 'Resource not accessible by integration');
    const actions = actionsOf(repo);
    const open = actions.pending(run).filter((each) => ids.includes(each.environment.id));
    if (open.length === 0) return refused(422, 'No pending deployment requests to approve or reject');
    if (!open.every((each) => mayApprove(each.environment, run, actor.user)))
      return refused(422, 'User is not a required reviewer for one or more environments');
    const deployments = open.flatMap((each) => each.jobs.flatMap((job) => (job.deployment ? [job.deployment] : [])));
    for (const each of open) actions.decide(run, each.environment.id, state, actor.user, comment);
    return ok(deployments.map((each) => deploymentShape(site, repo, each)));
  }

  return [
    inRun('GET /pending_deployments', 'actions:read', pending),
    inRun('POST /pending_deployments', 'deployments:write', decide),
    inRun('GET /approvals', 'actions:read', (ask, run) =>
      paged(
        ask,
        run.approvals.map((each) => ({
          state: each.state,
          comment: each.comment,
          user: simpleUser(ask.site, each.user),
          environments: [
            {
              ...environmentBrief(ask, each.environment),
              created_at: iso(Date.UTC(2024, 0, 1)),
              updated_at: iso(Date.UTC(2024, 0, 1)),
            },
          ],
        })),
      ),
    ),
  ];
};
