/** So many are remembered: of a run that writes more, the last ones. Some runners write a file for each class. */
const mostFiles = 10_000;

/** Files that were written, and which of them nobody has been told of. */
export interface Touched {
  add(path: string, at: number): void;
  /** Those that nobody has asked for, with the instant from when on they may have been written; they count as told. */
  untold(): { readonly paths: readonly string[]; readonly since: number; readonly lost: boolean };
  /** Those that were written since then; they count as told. `lost`: there were more than are remembered. */
  since(at: number): { readonly paths: readonly string[]; readonly lost: boolean };
}

/** Remembers files from `begin` on. */
export function touchedFiles(begin: number): Touched {
  const files = new Map<string, { readonly at: number; told: boolean }>();
  /** The last that was forgotten untold. */
  let lostAt: number | undefined;
  return {
    add(path, at) {
      files.delete(path);
      files.set(path, { at, told: false });
      const [oldest] = files;
      if (files.size <= mostFiles || !oldest) return;
      files.delete(oldest[0]);
      if (!oldest[1].told) lostAt = oldest[1].at;
    },
    untold() {
      const found = [...files].filter(([, file]) => !file.told);
      for (const [, file] of found) file.told = true;
      const lost = lostAt !== undefined;
      lostAt = undefined;
      return { paths: found.map(([path]) => path), since: begin, lost };
    },
    since(at) {
      const found = [...files].filter(([, file]) => file.at >= at);
      for (const [, file] of found) file.told = true;
      const lost = lostAt !== undefined && lostAt >= at;
      lostAt = undefined;
      return { paths: found.map(([path]) => path), lost };
    },
  };
}
