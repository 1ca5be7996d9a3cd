import type * as vscode from 'vscode';
import { escapeIcons, rowText, shortSha } from '../views/words.ts';
import { aboutWords, type Placed, uriOf } from './placed.ts';

/** An item of the Testing view, as data. */
export interface TestNode {
  readonly id: string;
  /** With all that is said of it: a screen reader hears an item's description instead of its label. */
  readonly label: string;
  readonly uri: vscode.Uri | undefined;
  /** Of a test itself. */
  readonly placed?: Placed;
  readonly children: readonly TestNode[];
}

/** Failing tests by their workflow, job and file; a step that a failure does not have is left out. */
export const testTree = (failures: readonly Placed[]): readonly TestNode[] => group(failures, 0, '');

function group(failures: readonly Placed[], depth: number, parent: string): readonly TestNode[] {
  const groups = Map.groupBy(failures, ({ failure }) => failure.path[depth] ?? '');
  return [...groups].flatMap(([name, within]) => {
    const [first] = within;
    if (!first) return [];
    // Half a character, which a report may hold, cannot be encoded.
    const id = `${parent}/${encodeURIComponent(name.toWellFormed())}`;
    if (depth === 3) return within.map((each) => leaf(id, each));
    if (name === '') return group(within, depth + 1, id);
    return [{ id, ...wordsOf(depth, first), children: group(within, depth + 1, id) }];
  });
}

const leaf = (id: string, placed: Placed): TestNode => ({
  id,
  label: saying(rowText(placed.failure.path[3]), escapeIcons(aboutWords(placed))),
  uri: uriOf(placed),
  placed,
  children: [],
});

function wordsOf(depth: number, first: Placed): Pick<TestNode, 'label' | 'uri'> {
  const { run, path } = first.failure;
  if (depth === 0) {
    const number = run.number === undefined ? '' : `#${run.number} · `;
    return { label: saying(rowText(run.workflow), `${number}${shortSha(run.commit)}`), uri: undefined };
  }
  if (depth === 1) return { label: rowText(path[1]), uri: undefined };
  const { today } = first;
  return { label: rowText('file' in today ? today.file : path[2]), uri: uriOf(first) };
}

const saying = (name: string, words: string): string => (words === '' ? name : `${name} (${words})`);
