import type { RunId } from '../../protocol/model/ids.ts';

/** The values of `viewItem`, on which menus and their commands hang. */
export type RowContext = 'ci' | 'run.active' | 'run.ended' | 'sharing.none' | 'sharing.on' | 'sharing.paused';

/** One row of a tree, as data. All its texts are plain: nothing in them is ever read as markup. */
export interface Row {
  /** Stable, so that what the reader has folded stays so. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** A codicon's name. */
  readonly icon: string;
  readonly tint?: 'passed' | 'failed';
  readonly tooltip: string;
  readonly context?: RowContext;
  readonly run?: RunId;
  /** What a click opens: a file of the repository, or a page. */
  readonly opens?: { readonly file: string; readonly line?: number } | { readonly href: string };
  readonly children?: readonly Row[];
  /** Whether its children are shown at first. */
  readonly open?: boolean;
}

/** What a screen reader says of a row. */
export const spoken = ({ label, description }: Row): string => (description ? `${label}, ${description}` : label);
