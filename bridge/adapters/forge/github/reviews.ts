import type { Review } from '../../../../protocol/model/pull-request.ts';
import { listed, type Pull, type Said } from './schema.ts';
import { instantOf, oneLine } from './text.ts';

const states: Readonly<Record<string, Review['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
};

/** Each reviewer's last word, newest first. A remark after an approval takes nothing back; one after a dismissal is the last word. */
export function reviewsOf({ latestReviews, latestOpinionatedReviews, author }: Pull): Review[] {
  const last = new Map(read(latestOpinionatedReviews).map((review) => [review.by, review]));
  for (const review of read(latestReviews)) {
    const opinion = last.get(review.by);
    // Whoever answers remarks on their own pull request reviews nothing.
    const remark = review.state === 'commented' && review.by === author?.login;
    const newer = (review.at ?? 0) >= (opinion?.at ?? 0);
    if (!remark && (!opinion || (newer && opinion.state === 'dismissed'))) last.set(review.by, review);
  }
  return [...last.values()].toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(0, 30);
}

const read = (said: Pull['latestReviews']): Review[] => listed(said).flatMap((one) => reviewOf(one) ?? []);

function reviewOf({ state, submittedAt, author }: Said): Review | undefined {
  const word = states[state];
  if (!word) return undefined;
  const at = instantOf(submittedAt);
  // GitHub shows whoever has left as its ghost.
  return { by: oneLine(author?.login ?? 'ghost', 100), state: word, ...(at !== undefined && { at }) };
}
