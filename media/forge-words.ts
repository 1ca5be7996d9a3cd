import type { Deployment, PullRequest, Review } from '../protocol/model/pull-request.ts';
import { age } from './time.ts';
import { short } from './words.ts';

export const reviewWords: Record<Review['state'], string> = {
  approved: 'approved',
  'changes-requested': 'asked for changes',
  commented: 'commented',
  dismissed: 'review dismissed',
};

/** What a deployment came to: `production has abc1234, 3 h ago`. */
export function deploymentWords({ environment, state, commit, at }: Deployment, now: number): string {
  const said: Record<Deployment['state'], string> = {
    waiting: `waits to get ${short(commit)}`,
    queued: `is about to get ${short(commit)}`,
    running: `is getting ${short(commit)}`,
    succeeded: `has ${short(commit)}`,
    failed: `failed to get ${short(commit)}`,
    inactive: `had ${short(commit)}`,
  };
  return `${environment} ${said[state]} · ${age(at, now)}`;
}

/** Whether somebody may still have to do something about it. */
export const isOpen = ({ state }: PullRequest): boolean => state === 'open' || state === 'draft';
