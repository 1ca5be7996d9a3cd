import { type Item, type ItemCollection, testing } from '../vscode-testing.ts';

/** The controller that is open, if one is. */
export const controller = () => testing.controllers.findLast(({ open }) => open);
/** What came of all runs. */
export const results = () => testing.controllers.flatMap(({ results: each }) => each);

/** The items of the view, each with its place, indented. */
export function drawn(items: ItemCollection | undefined = controller()?.items, indent = ''): string[] {
  return [...(items ?? [])].flatMap(([, item]) => [
    `${indent}${wordsOf(item)}`,
    ...drawn(item.children, `${indent}  `),
  ]);
}
const wordsOf = ({ label, uri, range }: Item): string =>
  [label, uri && range && `${uri.path.split('/').at(-1)}:${range.start.line + 1}`].filter(Boolean).join(' ');

/** The problems of a repository, as `file:line severity message`. */
export const problemsOf = (folder: string) =>
  [...testing.diagnostics].flatMap(([file, found]) =>
    found.map(
      (each) => `${file.slice(folder.length + 1)}:${each.range.start.line + 1} ${each.severity} ${each.message}`,
    ),
  );
