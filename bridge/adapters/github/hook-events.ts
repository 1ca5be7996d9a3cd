import type { EmitterWebhookEventName } from '@octokit/webhooks';
import {
  all,
  ofCheckRun,
  ofCheckSuite,
  ofDeployment,
  ofLabel,
  ofPullRequest,
  ofPush,
  ofRef,
  ofRepository,
  ofStatus,
  type ReadBranches,
} from './hook-branches.ts';

/** GitHub's names of events, without their actions. */
type EventName = Exclude<EmitterWebhookEventName, `${string}.${string}`>;

/** What one of GitHub's events does. `needs`: fields that its payload has, by which it is told from others; `may`: some that it can have. */
export interface EventRule {
  readonly needs: readonly string[];
  readonly may?: readonly string[];
  readonly does: { readonly move: ReadBranches } | 'tell-of-a-run' | { readonly nothing: string };
}

const moves = (needs: string, move: ReadBranches, may = ''): EventRule => ({ ...fields(needs, may), does: { move } });
const tells = (needs: string, may = ''): EventRule => ({ ...fields(needs, may), does: 'tell-of-a-run' });
const skipped = (needs: string, nothing: string, may = ''): EventRule => ({ ...fields(needs, may), does: { nothing } });
const words = (text: string) => text.split(' ').filter((word) => word !== '');
const fields = (needs: string, may: string) => ({ needs: words(needs), may: words(may) });

const talk = 'conversations are read on GitHub';
const people = 'who may do what is asked when somebody does it';
const safety = 'alerts are for those whom GitHub tells';
const plans = 'plans say nothing of a branch';
const shop = 'it is about accounts, not branches';
const goods = 'what is published says nothing of a branch';
const setUp = 'what the bridge may read is asked when it reads';
const ownRun = 'the run that it starts is told by itself';

/** What each of GitHub's events does here: all that GitHub's own client knows, a line each. */
const events: Readonly<Record<EventName, EventRule>> = {
  branch_protection_configuration: moves('', all),
  branch_protection_rule: moves('rule', all),
  check_run: moves('check_run', ofCheckRun, 'check_suite deployment workflow_run'),
  check_suite: moves('check_suite', ofCheckSuite),
  code_scanning_alert: skipped('alert', safety, 'ref'),
  commit_comment: skipped('comment', talk),
  create: moves('ref ref_type', ofRef),
  custom_property: skipped('', shop),
  custom_property_values: skipped('', shop),
  delete: moves('ref ref_type', ofRef),
  dependabot_alert: skipped('alert', safety),
  deploy_key: skipped('key', setUp),
  deployment: moves('deployment', ofDeployment, 'workflow workflow_run'),
  deployment_protection_rule: skipped(
    '',
    'it asks an app of its own for a verdict',
    'deployment pull_requests environment event',
  ),
  deployment_review: tells('workflow_run', 'comment deployment'),
  deployment_status: moves('deployment deployment_status', ofDeployment, 'check_run workflow workflow_run'),
  discussion: skipped('discussion', talk, 'label'),
  discussion_comment: skipped('comment discussion', talk),
  fork: skipped('forkee', 'forks have branches of their own'),
  github_app_authorization: skipped('', 'the bridge keeps no authorization of anybody'),
  gollum: skipped('pages', talk),
  installation: skipped('installation', setUp),
  installation_repositories: skipped('installation repositories_added', setUp),
  installation_target: skipped('', setUp),
  issue_comment: skipped('comment issue', talk),
  issue_dependencies: skipped('', plans),
  issues: skipped('issue', plans, 'label'),
  label: moves('label', ofLabel),
  marketplace_purchase: skipped('marketplace_purchase', shop),
  member: skipped('member', people),
  membership: skipped('member team', people),
  merge_group: skipped('merge_group', 'what the queue merges is told by a push'),
  meta: skipped('hook', setUp),
  milestone: skipped('milestone', plans),
  org_block: skipped('blocked_user', people),
  organization: skipped('organization', people),
  package: skipped('package', goods),
  page_build: skipped('build', goods),
  personal_access_token_request: skipped('personal_access_token_request', people),
  ping: skipped('zen', 'it only tries whether the hook answers'),
  project: skipped('project', plans),
  project_card: skipped('project_card', plans),
  project_column: skipped('project_column', plans),
  projects_v2: skipped('projects_v2', plans),
  projects_v2_item: skipped('projects_v2_item', plans),
  projects_v2_status_update: skipped('projects_v2_status_update', plans),
  public: skipped('', shop),
  pull_request: moves('pull_request number', ofPullRequest, 'before after label'),
  pull_request_review: moves('pull_request review', ofPullRequest),
  pull_request_review_comment: moves('pull_request comment', ofPullRequest),
  pull_request_review_thread: moves('pull_request thread', ofPullRequest),
  push: moves('ref before after', ofPush),
  registry_package: skipped('registry_package', goods),
  release: skipped('release', goods),
  repository: moves('', ofRepository),
  repository_advisory: skipped('repository_advisory', safety),
  repository_dispatch: skipped('branch', ownRun),
  repository_import: skipped('status', setUp),
  repository_ruleset: moves('repository_ruleset', all),
  repository_vulnerability_alert: skipped('alert', safety),
  secret_scanning_alert: skipped('alert', safety),
  secret_scanning_alert_location: skipped('location', safety),
  secret_scanning_scan: skipped('', safety),
  security_advisory: skipped('security_advisory', safety),
  security_and_analysis: skipped('', safety),
  sponsorship: skipped('sponsorship', shop),
  star: skipped('starred_at', shop),
  status: moves('context sha branches state', ofStatus, 'commit'),
  sub_issues: skipped('', plans),
  team: skipped('team', people),
  team_add: skipped('team', people),
  watch: skipped('', shop),
  workflow_dispatch: skipped('workflow', ownRun, 'ref'),
  workflow_job: tells('workflow_job', 'deployment'),
  workflow_run: tells('workflow_run', 'workflow'),
};

/** Fields that only few events have: a payload that has one is none of another event's, whatever its header says. */
const telling: readonly string[] = [
  'pull_request',
  'review',
  'thread',
  'comment',
  'check_run',
  'check_suite',
  'workflow_run',
  'workflow_job',
  'deployment',
  'deployment_status',
  'before',
  'ref',
  'ref_type',
  'context',
  'rule',
  'label',
  'alert',
  'issue',
  'starred_at',
];

/** The rule for an event; undefined for one that was not there when this was written. */
export const ruleOf = (event: string): EventRule | undefined =>
  Object.entries(events).find(([name]) => name === event)?.[1];

/** Whether a payload with these fields can be of the event: its header is not signed. */
export function fits(rule: EventRule | undefined, payload: object): boolean {
  const { needs = [], may = [] } = rule ?? {};
  return (
    needs.every((field) => field in payload) &&
    telling.every((field) => !(field in payload) || needs.includes(field) || may.includes(field))
  );
}
