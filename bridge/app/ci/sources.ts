import type { Source } from '../../../protocol/model/source.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import type { World } from '../world.ts';

/** How fresh each source is, as it was last asked or last told us something. */
export interface Sources {
  /** Asks a source, and remembers how that went. Fails as `ask` does. */
  asked<T>(id: string, kind: Source['kind'], ask: () => Promise<T>): Promise<T>;
  /** A delivery of it came in. */
  heard(id: string): void;
  /** When a delivery of it last came in; undefined where none ever did. */
  heardAt(id: string): number | undefined;
  list(): Source[];
  /** Calls `changed` after each change that somebody could see. */
  listen(changed: (sources: Source[]) => void): () => void;
}

/** A hook that has brought something within this time is taken to work. */
export const hookedMs = 60 * 60_000;
/** What was asked longer ago than this is shown with its age. */
const freshMs = 3 * 60_000;

interface Known {
  readonly asOf?: number;
  readonly heard?: number;
  readonly why?: string;
}

/** `world` is asked for when it is needed, so that this may be a part of it. */
export function createSources(world: () => World): Sources {
  const known = new Map<string, Known>();
  const listeners = new Set<(sources: Source[]) => void>();
  let shown = '';

  function note(key: string, part: Known): void {
    known.set(key, part);
    const now = list();
    // An instant alone is no news: it moves with every question.
    const text = JSON.stringify(now.map(({ asOf: _at, ...rest }) => rest));
    if (text === shown) return;
    shown = text;
    for (const listener of listeners) listener(now);
  }

  const list = (): Source[] => listed(world(), (key) => stateOf(known.get(key) ?? {}, world().clock.now()));

  return {
    async asked(id, kind, ask) {
      const key = `${kind}/${id}`;
      const { heard } = known.get(key) ?? {};
      const rest = heard === undefined ? {} : { heard };
      try {
        const answer = await ask();
        note(key, { ...rest, asOf: world().clock.now() });
        return answer;
      } catch (error) {
        const { asOf } = known.get(key) ?? {};
        const why = error instanceof PlatformError ? whyOf(error) : undefined;
        // What was asked wrongly says nothing of the source.
        if (why !== undefined) note(key, { ...rest, ...(asOf === undefined ? {} : { asOf }), why });
        throw error;
      }
    },
    heard(id) {
      for (const kind of ['forge', 'ci']) {
        note(`${kind}/${id}`, { ...known.get(`${kind}/${id}`), heard: world().clock.now() });
      }
    },
    heardAt: (id) => known.get(`forge/${id}`)?.heard ?? known.get(`ci/${id}`)?.heard,
    list,
    listen(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
  };
}

type Standing = Pick<Source, 'state' | 'asOf' | 'why'>;

/** How a source stands by what is known of it. */
function stateOf({ asOf, heard, why }: Known, now: number): Standing {
  const at = Math.max(asOf ?? 0, heard ?? 0);
  const when = at > 0 ? { asOf: at } : {};
  if (why !== undefined) return { state: 'failing', why, ...when };
  const hooked = heard !== undefined && now - heard < hookedMs;
  return { state: hooked || at === 0 || now - at < freshMs ? 'fresh' : 'late', ...when };
}

/** All sources that have to be asked, and all engines. */
function listed({ forges, ci, names }: World, standing: (key: string) => Standing): Source[] {
  const named = (id: string): Pick<Source, 'id' | 'name'> => ({ id, name: names.get(id) ?? id });
  return [
    ...forges
      .filter((forge) => forge.can.poll)
      .map(({ id }): Source => ({ ...named(id), kind: 'forge', ...standing(`forge/${id}`) })),
    // An engine that reports by itself is always fresh.
    ...ci.map(
      ({ id, can: { ourIds, ...can } }): Source => ({
        ...named(id),
        kind: 'ci',
        ...(ourIds ? { state: 'fresh' } : standing(`ci/${id}`)),
        can,
      }),
    ),
  ];
}

function whyOf({ fault, vendorWord, retryAfterMs }: PlatformError): string | undefined {
  switch (fault) {
    case 'limited':
      return `It asks us to wait${retryAfterMs === undefined ? '' : ` ${Math.ceil(retryAfterMs / 60_000)} min`}; the bridge does that by itself.`;
    case 'unauthorised':
      return `It does not accept the bridge’s credentials (${vendorWord}). Whoever runs the bridge has to renew them.`;
    case 'unavailable':
    case 'unsure':
      return `It does not answer (${vendorWord}). The bridge goes on trying.`;
    case 'refused':
    case 'gone':
      return undefined;
  }
}
