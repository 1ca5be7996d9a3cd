import type { Repo } from './rows.ts';
import type { Actor, Site } from './site.ts';

export interface Answer {
  readonly status: number;
  /** JSON. */
  readonly body?: unknown;
  /** Something else than JSON, with its type. */
  readonly raw?: { readonly type: string; readonly bytes: Uint8Array | string };
  readonly headers?: Readonly<Record<string, string>>;
}
/** What a handler is given. `params` are those of the route, `query` those behind the question mark. */
export interface Ask {
  readonly site: Site;
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly url: URL;
  readonly body: Readonly<Record<string, unknown>>;
}
export interface RepoAsk extends Ask {
  readonly repo: Repo;
}
export type Handler = (ask: Ask) => Answer | Promise<Answer>;

/** `needs` is a permission of GitHub Apps with its level, or `public`: no token, `app`: its JWT, `user`: any token. */
export interface Route {
  readonly name: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly needs: string;
  readonly handler: Handler;
}

const escaped = (text: string) => text.replaceAll(/[.*?^$()|[\]\\]/g, String.raw`\$&`);

/** `GET /repos/{owner}/{repo}/pulls`, as GitHub's own description names it. A parameter with a plus takes slashes too. */
export function route(name: string, needs: string, handler: Handler): Route {
  const [method = '', path = ''] = name.split(' ');
  const source = escaped(path).replaceAll(/\{(\+?)([a-z_]+)\}/g, (_, plus: string, key: string) =>
    plus === '' ? `(?<${key}>[^/]+)` : `(?<${key}>.+)`,
  );
  return { name: name.replaceAll('{+', '{'), method, pattern: new RegExp(`^${source}/?$`), needs, handler };
}

/** A route of a repository; 404 where there is none. */
export function inRepo(name: string, needs: string, handler: (ask: RepoAsk) => Answer | Promise<Answer>): Route {
  const [method = '', path = ''] = name.split(' ');
  return route(`${method} /repos/{owner}/{repo}${path}`, needs, (ask) => {
    const repo = repoOf(ask.site, ask.params);
    return repo ? handler({ ...ask, repo }) : missing();
  });
}

export function repoOf(site: Site, params: Readonly<Record<string, string>>): Repo | undefined {
  const name = `${params['owner'] ?? ''}/${params['repo'] ?? ''}`.toLowerCase();
  return site.repos.find((each) => `${each.owner.login}/${each.name}`.toLowerCase() === name);
}

const documentation = 'https://docs.github.com/rest';
export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const created = (body: unknown = {}): Answer => ({ status: 201, body });
export const nothing = (): Answer => ({ status: 204 });
/** Refused, with GitHub's words. */
export const refused = (status: number, message: string, more: object = {}): Answer => ({
  status,
  body: { message, ...more, documentation_url: documentation, status: String(status) },
});
export const missing = (): Answer => refused(404, 'Not Found');

/** One page of a list, with its links. `wrap` puts it under a key, beside `total_count`. */
export function paged(ask: Ask, items: readonly unknown[], wrap?: string): Answer {
  const size = Math.min(100, Math.max(1, Number(ask.query.get('per_page') ?? 30) || 30));
  const page = Math.max(1, Number(ask.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const shown = items.slice((page - 1) * size, page * size);
  const linkTo = (to: number, rel: string) => {
    const url = new URL(ask.url);
    url.searchParams.set('page', String(to));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [linkTo(page - 1, 'prev'), linkTo(1, 'first')] : []),
    ...(page < last ? [linkTo(page + 1, 'next'), linkTo(last, 'last')] : []),
  ];
  return {
    status: 200,
    body: wrap === undefined ? shown : { total_count: items.length, [wrap]: shown },
    ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}),
  };
}

export const numberOf = (ask: Ask, name: string): number => Number(ask.params[name]);
