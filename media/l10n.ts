const spoken = new Map<string, string>();

/** From now on the panel speaks the editor's language, as far as it has words in it. Before anything is shown. */
export function speak(words: Readonly<Record<string, string>>): void {
  spoken.clear();
  for (const [english, word] of Object.entries(words)) spoken.set(english, word);
}

/** The word in the editor's language, else the English one; `{0}` and so on are filled in. */
export const t = (english: string, ...values: readonly (string | number)[]): string =>
  (spoken.get(english) ?? english).replace(/\{(\d+)\}/g, (hole, at: string) => String(values[Number(at)] ?? hole));

/** A sentence of `t`, whose places are still open, with more than words in them. */
export const filled = (sentence: string, ...parts: readonly unknown[]): readonly unknown[] =>
  sentence.split(/\{(\d+)\}/).map((piece, index) => (index % 2 === 0 ? piece : parts[Number(piece)]));
