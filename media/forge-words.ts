import type { Deployment, PullRequest, Review } from '../protocol/model/pull-request.ts';
import { age } from './time.ts';
import { short } from './words.ts';
import { t } from './l10n.ts';

export function reviewWords({ state }: Review): string {
  switch (state) {
    case 'approved':
      return t('approved');
    case 'changes-requested':
      return t('asked for changes');
    case 'commented':
      return t('commented');
    case 'dismissed':
      return t('review dismissed');
  }
}

export function pullRequestWords({ state }: PullRequest): string {
  switch (state) {
    case 'draft':
      return t('draft');
    case 'open':
      return t('open');
    case 'merged':
      return t('merged');
    case 'closed':
      return t('closed');
  }
}

/** What a deployment came to: `production has abc1234, 3 h ago`. */
export const deploymentWords = (deployment: Deployment, now: number): string =>
  `${cameTo(deployment)} · ${age(deployment.at, now)}`;

function cameTo({ environment, state, commit }: Deployment): string {
  const sha = short(commit);
  switch (state) {
    case 'waiting':
      return t('{0} waits to get {1}', environment, sha);
    case 'queued':
      return t('{0} is about to get {1}', environment, sha);
    case 'running':
      return t('{0} is getting {1}', environment, sha);
    case 'succeeded':
      return t('{0} has {1}', environment, sha);
    case 'failed':
      return t('{0} failed to get {1}', environment, sha);
    case 'inactive':
      return t('{0} had {1}', environment, sha);
  }
}

/** Whether somebody may still have to do something about it. */
export const isOpen = ({ state }: PullRequest): boolean => state === 'open' || state === 'draft';
