import type { Card } from '../../../protocol/model/card.ts';
import type { PersonId } from '../../../protocol/model/ids.ts';
import { ciRow, type CiView } from './ci-rows.ts';
import { localTestsRow } from './local-tests-row.ts';
import { pullRequestRow } from './pull-request-rows.ts';
import type { Row } from './row.ts';

/** What is known of somebody's branch in a few rows: their last local tests, its pull request, its CI. */
export function factRows(card: Card, whose: PersonId, parent: string, view: Omit<CiView, 'claims'>): readonly Row[] {
  const work = card.work.filter(({ by }) => by.id === whose);
  const own = { ...card, work };
  const rows = [
    ...(work.some(({ tests }) => tests)
      ? [localTestsRow({ head: work[0]?.head, own: undefined, card: own, time: view.time })]
      : []),
    ...(card.forge?.pullRequest ? [briefly(pullRequestRow(card, view.sources))] : []),
    ...(card.ci.length > 0 ? [withRuns(ciRow(card, { ...view, claims: false }))] : []),
  ];
  return rows.map((row) => below(parent, row));
}

/** A row alone. Where it has a page, a click opens that, since there is nothing to unfold. */
const briefly = (row: Row): Row => ({
  ...row,
  children: [],
  ...(row.href !== undefined && { opens: { href: row.href } }),
});

/** The runs of CI, each by itself. */
const withRuns = (row: Row): Row => ({
  ...row,
  children: (row.children ?? []).filter(({ run }) => run !== undefined).map(briefly),
  open: false,
});

/** The same rows for another place: their ids begin with that of the row that they stand below. */
const below = (parent: string, row: Row): Row => ({
  ...row,
  id: `${parent} ${row.id}`,
  // What can be done with a branch is offered where it is checked out.
  context: 'fact',
  ...(row.children && { children: row.children.map((child) => below(parent, child)) }),
});
