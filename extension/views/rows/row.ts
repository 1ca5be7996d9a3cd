import type { CardKey } from '../../../protocol/model/card.ts';
import type { RunId, Sha } from '../../../protocol/model/ids.ts';

/** One row of a tree, as data. All its texts are plain: nothing in them is ever read as markup. */
export interface Row {
  /** Stable over updates and attempts, so that what the reader has folded or selected stays so. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** A codicon's name. */
  readonly icon: string;
  readonly tint?: 'passed' | 'failed' | 'running' | 'warned' | 'skipped';
  readonly tooltip: string;
  /** What the icon says, for whoever cannot see it; it is read before the label. */
  readonly says?: string;
  /** The words of `viewItem`, on which menus hang: what the row is, then what can be done with it. */
  readonly context?: string;
  readonly run?: RunId;
  /** A job's id, of `run`. */
  readonly job?: string;
  /** A gate's environment, of `run`. */
  readonly environment?: string;
  /** A failing test's name, of `run` or of this machine's own. */
  readonly test?: string;
  /** A file of the repository. */
  readonly file?: string;
  /** A team-mate's branch. */
  readonly about?: CardKey;
  /** A team-mate's name. */
  readonly person?: string;
  /** Its page. */
  readonly href?: string;
  readonly opens?: Opening;
  readonly children?: readonly Row[];
  /** Whether its children are shown at first. */
  readonly open?: boolean;
}

/** What a click opens: a file of the repository, at a line that it had in a commit; a page; or what a command of VS Code shows. */
export type Opening =
  | { readonly file: string; readonly line?: number; readonly commit?: Sha }
  | { readonly href: string }
  | { readonly command: string };

/** What a screen reader says of a row. */
export const spoken = ({ says, label, description }: Row): string =>
  [says, label, description].filter(Boolean).join(', ');

/** Adds a row's number among those of the same name, so that no two rows share an id and none changes it when another is added behind. */
export function numbered(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
}
