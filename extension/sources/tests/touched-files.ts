/** So many are remembered: of a run that writes more, the last ones. Some runners write a file for each class. */
const mostFiles = 10_000;

/** Files that were written, and which of them nobody has been told of. */
export interface Touched {
  add(path: string, at: number): void;
  /** Those that nobody has asked for, with the instant from when on they may have been written; they count as told. */
  untold(): { readonly paths: readonly string[]; readonly since: number };
  /** Those that were written since then; they count as told. */
  since(at: number): readonly string[];
}

/** Remembers files from `begin` on. */
export function touchedFiles(begin: number): Touched {
  const files = new Map<string, { readonly at: number; told: boolean }>();
  return {
    add(path, at) {
      files.delete(path);
      files.set(path, { at, told: false });
      const [oldest] = files.keys();
      if (files.size > mostFiles && oldest !== undefined) files.delete(oldest);
    },
    untold() {
      const found = [...files].filter(([, file]) => !file.told);
      for (const [, file] of found) file.told = true;
      return { paths: found.map(([path]) => path), since: begin };
    },
    since(at) {
      const found = [...files].filter(([, file]) => file.at >= at);
      for (const [, file] of found) file.told = true;
      return found.map(([path]) => path);
    },
  };
}
