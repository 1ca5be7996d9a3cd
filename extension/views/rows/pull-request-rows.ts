import * as vscode from 'vscode';
import type { Card } from '../../../protocol/model/card.ts';
import type { Check, Deployment, PullRequest, Review } from '../../../protocol/model/pull-request.ts';
import type { Source } from '../../../protocol/model/source.ts';
import { waitsFor, type Wait } from '../../../protocol/model/waits.ts';
import { ciIcon } from './ci-icons.ts';
import { numbered, type Row } from './row.ts';
import { ciWord, isPage, plain, shortSha, type Time } from '../words.ts';

const icons = {
  draft: 'git-pull-request-draft',
  open: 'git-pull-request',
  merged: 'git-merge',
  closed: 'git-pull-request-closed',
} as const;

/** The pull request of a branch, with what it waits for, its reviews by person, and the checks that others put on it. */
export function pullRequestRow(card: Card | undefined, sources: readonly Source[] | undefined): Row {
  const request = card?.forge?.pullRequest;
  const row = {
    id: 'pull-request',
    label: vscode.l10n.t('Pull request'),
    icon: 'git-pull-request',
    context: 'pullRequest',
  };
  if (request === undefined && sources?.some(({ kind }) => kind === 'forge')) {
    const tooltip = vscode.l10n.t('The forge has not told of this branch yet.');
    return { ...row, description: vscode.l10n.t('not known'), tooltip };
  }
  if (request === undefined) {
    const tooltip = vscode.l10n.t('Connect the bridge to a forge to see pull requests.');
    return { ...row, description: vscode.l10n.t('no forge connected'), tooltip };
  }
  if (request === null) {
    const tooltip = vscode.l10n.t('This branch has no pull request.');
    return { ...row, description: vscode.l10n.t('none'), tooltip };
  }
  const page = isPage(request.url);
  const title = plain(request.title);
  const said = `#${request.number} ${stateWord(request)}`;
  const by = request.author === undefined ? [] : [vscode.l10n.t('by {0}', `@${plain(request.author)}`)];
  const live = request.state === 'open' || request.state === 'draft';
  return {
    ...row,
    icon: icons[request.state],
    description: `${said} · ${title}`,
    tooltip: [title, said, ...by].join('\n'),
    ...(page && { context: 'pullRequest page' }),
    // A click unfolds it, so its page has a button.
    ...(page && { href: request.url }),
    children: [
      ...(live ? waitRows(card ? waitsFor(card, vscode.l10n.t) : []) : []),
      ...reviewRows(request),
      ...threadRow(request, live),
      ...checkRows(card?.forge?.checks ?? []),
    ],
    open: live,
  };
}

function stateWord({ state }: PullRequest): string {
  switch (state) {
    case 'draft':
      return vscode.l10n.t('draft');
    case 'open':
      return vscode.l10n.t('open');
    case 'merged':
      return vscode.l10n.t('merged');
    case 'closed':
      return vscode.l10n.t('closed');
  }
}

const waitIcons = { person: 'person', machine: 'sync', unknown: 'question' } as const;

function waitRows(waits: readonly Wait[]): readonly Row[] {
  if (waits.length === 0)
    return [
      {
        id: 'pull-request waits',
        label: vscode.l10n.t('Waits for nothing'),
        icon: 'check',
        tooltip: vscode.l10n.t('As far as is known, it may be merged.'),
        context: 'waits',
      },
    ];
  const unique = numbered();
  return [
    {
      id: 'pull-request waits',
      label: vscode.l10n.t('Waits for'),
      description: waits.length === 1 ? vscode.l10n.t('1 thing') : vscode.l10n.t('{0} things', waits.length),
      icon: 'watch',
      tooltip: waits.map(({ words }) => plain(words)).join('\n'),
      context: 'waits',
      children: waits.map((wait) => ({
        id: unique(`pull-request wait ${wait.kind}`),
        label: plain(wait.words),
        icon: waitIcons[wait.for],
        tooltip:
          wait.for === 'machine' ? vscode.l10n.t('{0}. It goes on by itself.', plain(wait.words)) : plain(wait.words),
        context: 'wait',
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
const reviewWords: Readonly<Record<Review['state'], () => string>> = {
  approved: () => vscode.l10n.t('approved'),
  'changes-requested': () => vscode.l10n.t('asked for changes'),
  commented: () => vscode.l10n.t('commented'),
  dismissed: () => vscode.l10n.t('review dismissed'),
};

function reviewRows({ reviews, requested = [] }: PullRequest): readonly Row[] {
  const unique = numbered();
  const given = (reviews ?? []).map(({ by, state }) => ({
    id: unique(`pull-request reviewer ${by}`),
    label: `@${plain(by)}`,
    description: reviewWords[state](),
    ...reviewIcons[state],
    tooltip: `@${plain(by)}: ${reviewWords[state]()}`,
    context: 'review',
  }));
  const asked = requested.map((by) => ({
    id: unique(`pull-request reviewer ${by}`),
    label: `@${plain(by)}`,
    description: vscode.l10n.t('was asked for a review'),
    icon: 'circle-outline',
    tooltip: vscode.l10n.t('{0} was asked for a review, and has not answered.', `@${plain(by)}`),
    context: 'review',
  }));
  return [...given, ...asked, ...(reviews === undefined ? [unknown('reviews', vscode.l10n.t('Reviews'))] : [])];
}

const unknown = (id: string, label: string): Row => ({
  id: `pull-request ${id}`,
  label,
  description: vscode.l10n.t('not known'),
  icon: 'question',
  tooltip: vscode.l10n.t('The forge has not told of this.'),
  context: 'unknown',
});

/** Open threads are among what it waits for; what is not known is said to be so. */
const threadRow = ({ unresolvedThreads }: PullRequest, live: boolean): readonly Row[] =>
  live && unresolvedThreads === undefined ? [unknown('threads', vscode.l10n.t('Unresolved threads'))] : [];

function checkRows(checks: readonly Check[]): readonly Row[] {
  if (checks.length === 0) return [];
  const unique = numbered();
  const bad = checks.filter(({ state }) => ciIcon(state).tint === 'failed').length;
  return [
    {
      id: 'pull-request checks',
      label: vscode.l10n.t('Other checks'),
      description: checksWords(checks.length, bad),
      icon: 'checklist',
      ...(bad > 0 && { tint: 'failed' as const }),
      tooltip: vscode.l10n.t('What others have put on the commit'),
      context: 'checks',
      children: checks.map(({ name, state, summary, url }) => ({
        id: unique(`pull-request check ${name}`),
        label: plain(name),
        description: summary ? `${ciWord(state)} · ${plain(summary)}` : ciWord(state),
        ...ciIcon(state),
        tooltip: [`${plain(name)}: ${ciWord(state)}`, ...(summary ? [plain(summary)] : [])].join('\n'),
        context: 'check',
        ...(url !== undefined && isPage(url) && { opens: { href: url }, href: url, context: 'check page' }),
      })),
      open: bad > 0,
    },
  ];
}

function checksWords(count: number, bad: number): string {
  if (bad > 0) return vscode.l10n.t('{0} of {1} failed', bad, count);
  return count === 1 ? vscode.l10n.t('1 check') : vscode.l10n.t('{0} checks', count);
}

const deploymentIcons: Readonly<Record<Deployment['state'], Pick<Row, 'icon' | 'tint'>>> = {
  waiting: { icon: 'shield' },
  queued: { icon: 'clock' },
  running: { icon: 'sync~spin', tint: 'running' },
  succeeded: { icon: 'pass', tint: 'passed' },
  failed: { icon: 'error', tint: 'failed' },
  inactive: { icon: 'circle-outline' },
};

const deploymentWords: Readonly<Record<Deployment['state'], () => string>> = {
  waiting: () => vscode.l10n.t('waiting'),
  queued: () => vscode.l10n.t('queued'),
  running: () => vscode.l10n.t('running'),
  succeeded: () => vscode.l10n.t('succeeded'),
  failed: () => vscode.l10n.t('failed'),
  inactive: () => vscode.l10n.t('inactive'),
};

/** Where commits of the branch were put. */
export function deploymentsRow(deployments: readonly Deployment[], time: Time): readonly Row[] {
  if (deployments.length === 0) return [];
  const unique = numbered();
  return [
    {
      id: 'deployments',
      label: vscode.l10n.t('Deployments'),
      description: deployments.map(({ environment }) => plain(environment)).join(', '),
      icon: 'cloud-upload',
      tooltip: vscode.l10n.t('Where commits of this branch were last put'),
      context: 'deployments',
      children: deployments.map(({ environment, state, commit, at, url }) => ({
        id: unique(`deployment ${environment}`),
        label: plain(environment),
        description: `${deploymentWords[state]()} · ${shortSha(commit)} · ${time(at)}`,
        ...deploymentIcons[state],
        tooltip: [`${plain(environment)}: ${deploymentWords[state]()}`, commit, time(at)].join('\n'),
        context: 'deployment',
        ...(url !== undefined && isPage(url) && { opens: { href: url }, href: url, context: 'deployment page' }),
      })),
      open: false,
    },
  ];
}
