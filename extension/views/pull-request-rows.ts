import type { Card } from '../../protocol/model/card.ts';
import { ciWords } from '../../protocol/model/health.ts';
import type { Check, Deployment, PullRequest, Review } from '../../protocol/model/pull-request.ts';
import { waitsFor, type Wait } from '../../protocol/model/waits.ts';
import { ciIcon } from './ci-icons.ts';
import { numbered, type Row } from './row.ts';
import { isPage, plain, plural, shortSha, type Time } from './words.ts';

const row = { id: 'pull-request', label: 'Pull request', icon: 'git-pull-request' };
const icons = {
  draft: 'git-pull-request-draft',
  open: 'git-pull-request',
  merged: 'git-merge',
  closed: 'git-pull-request-closed',
} as const;

/** The pull request of a branch, with what it waits for, its reviews by person, and the checks that others put on it. */
export function pullRequestRow(card: Card | undefined): Row {
  const request = card?.forge?.pullRequest;
  if (request === undefined) {
    const tooltip = 'Connect the bridge to a forge to see pull requests.';
    return { ...row, description: 'No forge connected', tooltip };
  }
  if (request === null) return { ...row, description: 'none', tooltip: 'This branch has no pull request.' };
  const page = isPage(request.url);
  const title = plain(request.title);
  const by = request.author === undefined ? '' : ` by @${plain(request.author)}`;
  const live = request.state === 'open' || request.state === 'draft';
  return {
    ...row,
    icon: icons[request.state],
    description: `#${request.number} ${request.state} · ${title}`,
    tooltip: `#${request.number} ${title}\n${request.state}${by}`,
    context: page ? 'pullRequest page' : 'pullRequest',
    // A click unfolds it, so its page has a button.
    ...(page && { href: request.url }),
    children: [
      ...(live ? waitRows(card ? waitsFor(card) : []) : []),
      ...reviewRows(request),
      ...threadRow(request, live),
      ...checkRows(card?.forge?.checks ?? []),
    ],
    open: live,
  };
}

const waitIcons = { person: 'person', machine: 'sync', unknown: 'question' } as const;

function waitRows(waits: readonly Wait[]): readonly Row[] {
  if (waits.length === 0)
    return [
      {
        id: 'pull-request waits',
        label: 'Waits for nothing',
        icon: 'check',
        tooltip: 'As far as is known, it may be merged.',
      },
    ];
  const unique = numbered();
  return [
    {
      id: 'pull-request waits',
      label: 'Waits for',
      description: waits.length === 1 ? '1 thing' : `${waits.length} things`,
      icon: 'watch',
      tooltip: waits.map(({ words }) => plain(words)).join('\n'),
      children: waits.map((wait) => ({
        id: unique(`pull-request wait ${wait.kind}`),
        label: plain(wait.words),
        icon: waitIcons[wait.for],
        tooltip: wait.for === 'machine' ? `${plain(wait.words)}. It goes on by itself.` : plain(wait.words),
      })),
      open: true,
    },
  ];
}

const reviewIcons: Readonly<Record<Review['state'], Pick<Row, 'icon' | 'tint'>>> = {
  approved: { icon: 'pass', tint: 'passed' },
  'changes-requested': { icon: 'request-changes', tint: 'failed' },
  commented: { icon: 'comment' },
  dismissed: { icon: 'circle-slash' },
};
const reviewWords: Readonly<Record<Review['state'], string>> = {
  approved: 'approved',
  'changes-requested': 'asked for changes',
  commented: 'commented',
  dismissed: 'review dismissed',
};

function reviewRows({ reviews, requested = [] }: PullRequest): readonly Row[] {
  const unique = numbered();
  const given = (reviews ?? []).map(({ by, state }) => ({
    id: unique(`pull-request reviewer ${by}`),
    label: `@${plain(by)}`,
    description: reviewWords[state],
    ...reviewIcons[state],
    tooltip: `@${plain(by)} ${reviewWords[state]}`,
  }));
  const asked = requested.map((by) => ({
    id: unique(`pull-request reviewer ${by}`),
    label: `@${plain(by)}`,
    description: 'was asked for a review',
    icon: 'circle-outline',
    tooltip: `@${plain(by)} was asked for a review, and has not answered.`,
  }));
  return [...given, ...asked, ...(reviews === undefined ? [unknown('Reviews', 'reviews')] : [])];
}

const unknown = (label: string, id: string): Row => ({
  id: `pull-request ${id}`,
  label,
  description: 'not known',
  icon: 'question',
  tooltip: `The forge has not told of its ${label.toLowerCase()}.`,
});

/** Open threads are among what it waits for; what is not known is said to be so. */
const threadRow = ({ unresolvedThreads }: PullRequest, live: boolean): readonly Row[] =>
  live && unresolvedThreads === undefined ? [unknown('Unresolved threads', 'threads')] : [];

function checkRows(checks: readonly Check[]): readonly Row[] {
  if (checks.length === 0) return [];
  const unique = numbered();
  const bad = checks.filter(({ state }) => ciIcon(state).tint === 'failed').length;
  return [
    {
      id: 'pull-request checks',
      label: 'Other checks',
      description: bad > 0 ? `${bad} of ${checks.length} failed` : plural(checks.length, 'check'),
      icon: 'checklist',
      ...(bad > 0 && { tint: 'failed' as const }),
      tooltip: 'What others have put on the commit',
      children: checks.map(({ name, state, summary, url }) => ({
        id: unique(`pull-request check ${name}`),
        label: plain(name),
        description: summary ? `${ciWords[state]} · ${plain(summary)}` : ciWords[state],
        ...ciIcon(state),
        tooltip: [`${plain(name)} ${ciWords[state]}`, ...(summary ? [plain(summary)] : [])].join('\n'),
        ...(url !== undefined && isPage(url) && { opens: { href: url }, href: url, context: 'check page' }),
      })),
      open: bad > 0,
    },
  ];
}

const deploymentIcons: Readonly<Record<Deployment['state'], Pick<Row, 'icon' | 'tint'>>> = {
  waiting: { icon: 'shield' },
  queued: { icon: 'clock' },
  running: { icon: 'sync~spin' },
  succeeded: { icon: 'pass', tint: 'passed' },
  failed: { icon: 'error', tint: 'failed' },
  inactive: { icon: 'circle-outline' },
};

/** Where commits of the branch were put. */
export function deploymentsRow(deployments: readonly Deployment[], time: Time): readonly Row[] {
  if (deployments.length === 0) return [];
  const unique = numbered();
  return [
    {
      id: 'deployments',
      label: 'Deployments',
      description: deployments.map(({ environment }) => plain(environment)).join(', '),
      icon: 'cloud-upload',
      tooltip: 'Where commits of this branch were last put',
      children: deployments.map(({ environment, state, commit, at, url }) => ({
        id: unique(`deployment ${environment}`),
        label: plain(environment),
        description: `${state} · ${shortSha(commit)} · ${time(at)}`,
        ...deploymentIcons[state],
        tooltip: `${plain(environment)}: ${commit} ${state} at ${time(at)}`,
        ...(url !== undefined && isPage(url) && { opens: { href: url }, href: url, context: 'deployment page' }),
      })),
      open: false,
    },
  ];
}
