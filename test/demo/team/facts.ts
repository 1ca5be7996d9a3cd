import type { SlackScene } from '../../e2e/slack-scene.ts';
import { latest } from '../../support/github/shapes/run.ts';
import type { Facts } from '../tab/guide.ts';
import type { Desk } from './desk.ts';

/** All that the team and the guide go by. */
export interface Seen extends Facts {
  /** Cleo's branch has been red. */
  readonly refundRed: boolean;
}

/** Reads what has happened from GitHub, Slack and a team-mate's desk; nobody has to tell it. */
export function factsOf(scene: SlackScene, desk: Desk): Seen {
  const { slack, github, branch } = scene;
  const runs = github.repo.runs.filter((run) => run.branch === branch);
  const tested = runs.find(({ workflow }) => workflow.name === 'CI');
  const deployment = runs.find(({ workflow }) => workflow.name === 'Deploy');
  const card = scene.card();
  const ann = slack.user('ann');
  const replies = card ? slack.replies('deploys', card.ts) : [];
  const conclusions = github.repo.runs.filter((run) => run.branch !== branch).map((run) => latest(run).conclusion);
  return {
    shared: desk.hasSeen('Ann'),
    rerun: (tested?.attempts.length ?? 0) > 1,
    green: tested !== undefined && latest(tested).conclusion === 'success',
    said: replies.some(({ user, username = '' }) => user === ann || username.startsWith('Ann')),
    asked: deployment !== undefined,
    answered: deployment !== undefined && latest(deployment).status !== 'waiting',
    refundRed: conclusions.includes('failure'),
  };
}
