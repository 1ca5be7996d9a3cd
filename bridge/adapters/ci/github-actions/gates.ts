import type { Gate, GateDecision } from '../../../../protocol/model/run.ts';
import type { Approval, PendingDeployment, Reviewer } from './schema.ts';
import { instant, line } from './text.ts';

/** What the wire takes. */
const mostGates = 10;
const mostApprovers = 20;

/** What a run waits for. Where nobody has to approve, it goes on by itself when its time has come. */
export const gatesOf = (pending: readonly PendingDeployment[], owner: string): Gate[] =>
  pending.slice(0, mostGates).map((each) => {
    const since = instant(each.wait_timer_started_at);
    const timed = since !== undefined && each.wait_timer ? since + each.wait_timer * 60_000 : undefined;
    const approvers = approversOf(each.reviewers, owner);
    return {
      environment: line(each.environment.name, 200),
      approvers,
      ...(timed !== undefined && approvers.length === 0 && { until: timed }),
    };
  });

/** Those who may approve: people by login, and teams by their organisation and slug, since a login may be the same as a slug. */
export const approversOf = (reviewers: readonly Reviewer[], owner: string): string[] =>
  reviewers
    .map(({ reviewer: { login, slug } }) => line(login || (slug ? `${owner}/${slug}` : ''), 100))
    .filter((name) => name !== '')
    .slice(0, mostApprovers);

/** What was said to the gates of a run, oldest first; of many the last. GitHub does not tell when. */
export const decisionsOf = (approvals: readonly Approval[]): GateDecision[] =>
  approvals
    .flatMap(({ state, user, comment, environments }) => {
      if (state !== 'approved' && state !== 'rejected') return [];
      return environments.map(({ name }) => decisionOf(name, state, user.login, comment));
    })
    .slice(-mostGates);

/** One decision. */
export function decisionOf(
  environment: string,
  verdict: GateDecision['verdict'],
  by: string,
  comment: string | null | undefined,
): GateDecision {
  const said = line(comment, 500);
  return { environment: line(environment, 200), verdict, by: line(by, 100), ...(said !== '' && { comment: said }) };
}
