/** So many answers are remembered, by their tags alone. */
const kept = 2000;

/** The tags of the answers that were last read, newest last. */
export interface ETags {
  of(url: string): string | undefined;
  keep(url: string, tag: unknown): void;
}

export function createETags(): ETags {
  const tags = new Map<string, string>();
  return {
    of: (url) => tags.get(url),
    keep(url, tag) {
      tags.delete(url);
      if (typeof tag !== 'string' || tag.length > 300) return;
      tags.set(url, tag);
      const [oldest] = tags.keys();
      if (tags.size > kept && oldest !== undefined) tags.delete(oldest);
    },
  };
}
