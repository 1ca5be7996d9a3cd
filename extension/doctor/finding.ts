/** What mends a hop: a command of VS Code, and the words for it. */
export interface Mend {
  readonly button: string;
  readonly command: string;
  readonly args?: readonly unknown[];
}

/** How a hop was found. `skipped`: it was not tried, because of one before it. */
export interface Finding {
  readonly state: 'passed' | 'warned' | 'failed' | 'skipped';
  /** In words, without the name of a branch or of a repository: it may be shown to others. */
  readonly words: string;
  readonly mend?: Mend | undefined;
}

/** One thing on the way from this editor to the team, and how it was found. */
export interface Hop extends Finding {
  readonly name: string;
}

export const passed = (words: string): Finding => ({ state: 'passed', words });
export const warned = (words: string, mend?: Mend): Finding => ({ state: 'warned', words, mend });
export const failed = (words: string, mend?: Mend): Finding => ({ state: 'failed', words, mend });
