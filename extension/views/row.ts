import type { RunId } from '../../protocol/model/ids.ts';

/** One row of a tree, as data. All its texts are plain: nothing in them is ever read as markup. */
export interface Row {
  /** Stable over updates and attempts, so that what the reader has folded or selected stays so. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** A codicon's name. */
  readonly icon: string;
  readonly tint?: 'passed' | 'failed' | 'warned' | 'skipped';
  readonly tooltip: string;
  /** The words of `viewItem`, on which menus hang: what the row is, then what can be done with it. */
  readonly context?: string;
  readonly run?: RunId;
  /** A job's id, of `run`. */
  readonly job?: string;
  /** A gate's environment, of `run`. */
  readonly environment?: string;
  /** Its page. */
  readonly href?: string;
  /** What a click opens: a file of the repository, or a page. */
  readonly opens?: { readonly file: string; readonly line?: number } | { readonly href: string };
  readonly children?: readonly Row[];
  /** Whether its children are shown at first. */
  readonly open?: boolean;
}

/** What a screen reader says of a row. */
export const spoken = ({ label, description }: Row): string => (description ? `${label}, ${description}` : label);

/** Adds a row's number among those of the same name, so that no two rows share an id and none changes it when another is added behind. */
export function numbered(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
}
