/** What became of looking at one hop: how it stands, and where it is wrong, what to do. It never holds a secret. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** How it stands, or the cause of what is wrong, as one sentence. */
  readonly says: string;
  /** The next step; where all is well, a hint at most. */
  readonly fix?: string;
}

export const well = (name: string, says: string, hint?: string): Check => ({
  name,
  ok: true,
  says,
  ...(hint === undefined ? {} : { fix: hint }),
});

export const wrong = (name: string, says: string, fix: string): Check => ({ name, ok: false, says, fix });
