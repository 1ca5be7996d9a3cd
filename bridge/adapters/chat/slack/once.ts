const remembered = 5000;

/** What was done, as far as can be remembered; nothing of it is done again. */
export interface Once {
  /** Does it, unless it was done. What fails is not done. */
  run(key: string, work: () => Promise<void>): Promise<void>;
  /** It counts as done. */
  keep(key: string): void;
}

export function createOnce(): Once {
  const done = new Set<string>();
  function keep(key: string): void {
    done.add(key);
    if (done.size > remembered) done.delete(done.values().next().value ?? key);
  }
  return {
    keep,
    async run(key, work) {
      if (done.has(key)) return;
      await work();
      keep(key);
    },
  };
}
