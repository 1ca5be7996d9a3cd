import type { Source } from '../../../protocol/model/source.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import type { World } from '../world.ts';

/** How fresh each source is, as it was last asked or last told us something. */
export interface Sources {
  /** Asks a source, and remembers how that went. Fails as `ask` does. */
  asked<T>(id: string, kind: Source['kind'], ask: () => Promise<T>): Promise<T>;
  /** Whether what is said in a chat is heard. */
  hears(id: string, now: boolean): void;
  /** A chat has answered a call; `fault` is how it refused us or our calls, where it did. */
  called(id: string, fault?: Fault): void;
  /** A delivery of it came in. */
  heard(id: string): void;
  /** When a delivery of it last came in; undefined where none ever did. */
  heardAt(id: string): number | undefined;
  list(): Source[];
  /** Calls `changed` after each change that somebody could see. */
  listen(changed: (sources: Source[]) => void): () => void;
}

/** How a source has refused us or our calls. */
type Fault = Pick<PlatformError, 'fault' | 'vendorWord'> & { readonly retryAfterMs?: number | undefined };

/** A hook that has brought something within this time is taken to work. */
export const hookedMs = 60 * 60_000;
/** What was asked longer ago than this is shown with its age. */
const freshMs = 3 * 60_000;

interface Known {
  readonly asOf?: number;
  readonly heard?: number;
  readonly why?: string;
  /** A chat of which we hear nothing. */
  readonly deaf?: true;
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

  const list = (): Source[] =>
    listed(world(), (key) =>
      key.startsWith('chat/') ? chatState(known.get(key) ?? {}) : stateOf(known.get(key) ?? {}, world().clock.now()),
    );

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
    ...ofChats(known, note, () => world().clock.now()),
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

const keyOf = (id: string): string => `chat/${id}`;

/** What chats tell of themselves. */
function ofChats(
  known: ReadonlyMap<string, Known>,
  note: (key: string, part: Known) => void,
  now: () => number,
): Pick<Sources, 'hears' | 'called'> {
  return {
    hears(id, hearing) {
      const { deaf: _before, ...rest } = known.get(keyOf(id)) ?? {};
      note(keyOf(id), { ...rest, ...(hearing ? {} : { deaf: true }) });
    },
    called(id, fault) {
      const { deaf, asOf } = known.get(keyOf(id)) ?? {};
      const why = fault && whyOf(fault);
      const at = why === undefined ? now() : asOf;
      note(keyOf(id), { ...(deaf && { deaf }), ...(at !== undefined && { asOf: at }), ...(why && { why }) });
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

/** How a chat stands: it need not be called for hours, and is fresh all the same. */
function chatState({ asOf, why, deaf }: Known): Standing {
  const when = asOf === undefined ? {} : { asOf };
  if (why !== undefined) return { state: 'failing', why, ...when };
  return deaf ? { state: 'late', why: unheard, ...when } : { state: 'fresh', ...when };
}

const unheard =
  'What is said there does not reach the bridge now. It connects again by itself, and reads what it missed.';

/** All sources that have to be asked, all engines, and all chats. */
function listed({ forges, ci, chats, names }: World, standing: (key: string) => Standing): Source[] {
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
    ...chats.map(({ id }): Source => ({ ...named(id), kind: 'chat', ...standing(`chat/${id}`) })),
  ];
}

function whyOf({ fault, vendorWord, retryAfterMs }: Fault): string | undefined {
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
