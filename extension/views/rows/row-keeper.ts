import type { Row } from './row.ts';

/** Keeps one object for each row over all updates, as VS Code knows a row by its object, and tells what has to be drawn anew. */
export interface RowKeeper {
  /**
   * Takes the rows as they are now. `place` names what they are about: for another one, nothing was opened before. Answers with the topmost
   * rows that have changed, `all` where the outermost have, and nothing where nothing has.
   */
  take(rows: readonly Row[], place: string): 'all' | readonly Row[];
  /** The children of a row, or the outermost rows. */
  below(row?: Row): readonly Row[];
  above(row: Row): Row | undefined;
  /** The row that stands in the place of one that was taken before: it may have got another id by opening. */
  now(row: Row): Row | undefined;
}

type Kept = { -readonly [K in keyof Row]: Row[K] };

/** VS Code opens a row at first only, so one that is to open by itself becomes another row, once. */
const opened = (id: string): string => `${id} +`;

export function createRowKeeper(): RowKeeper {
  const once = new Set<string>();
  let kept = new Map<string, Kept>();
  let parents = new Map<Row, Row>();
  let outermost: readonly Row[] = [];
  let about = '';

  const named = (row: Row): Row => {
    const children = row.children?.map(named);
    if (row.open === true && children && children.length > 0) once.add(row.id);
    return { ...row, id: once.has(row.id) ? opened(row.id) : row.id, ...(children && { children }) };
  };
  return {
    take(rows, place) {
      if (place !== about) once.clear();
      about = place;
      const former = kept;
      kept = new Map();
      parents = new Map();
      const changed: Row[] = [];
      const before = outermost;
      const folding = before.map(folds);
      outermost = rows.map((row) => graft(named(row), { former, kept, parents, changed }));
      return isSame(before, outermost, folding) ? changed : 'all';
    },
    below: (row) => (row ? (row.children ?? []) : outermost),
    above: (row) => parents.get(row),
    now: ({ id }) => kept.get(id) ?? kept.get(opened(id)),
  };
}

interface Graft {
  readonly former: ReadonlyMap<string, Kept>;
  readonly kept: Map<string, Kept>;
  readonly parents: Map<Row, Row>;
  /** Collects what has changed; undefined below what is collected already, since VS Code draws its children with it. */
  readonly changed: Row[] | undefined;
}

function graft(row: Row, { changed, ...maps }: Graft): Kept {
  const own = maps.former.get(row.id);
  const before = own && { ...own };
  const live: Kept = own ?? { ...row };
  maps.kept.set(row.id, live);
  const below: Row[] = [];
  const folding = own?.children?.map(folds);
  const children = row.children?.map((child) => {
    const grafted = graft(child, { ...maps, changed: below });
    maps.parents.set(grafted, live);
    return grafted;
  });
  for (const key of Object.keys(live)) if (!(key in row)) Reflect.deleteProperty(live, key);
  Object.assign(live, row, children && { children });
  const same = before && face(before) === face(row) && isSame(before.children ?? [], children ?? [], folding);
  if (before) changed?.push(...(same ? below : [live]));
  return live;
}

/** All of a row but its children. */
const face = (row: Row): string => JSON.stringify({ ...row, children: undefined });

const folds = ({ children }: Row): boolean => children !== undefined && children.length > 0;

/** VS Code indents the icons of a row by whether its siblings can be unfolded, and looks at that when it draws the row. */
const isSame = (some: readonly Row[], others: readonly Row[], folding: readonly boolean[] = []): boolean =>
  some.length === others.length &&
  some.every((row, index) => row === others[index] && folds(row) === (folding[index] ?? folds(row)));
