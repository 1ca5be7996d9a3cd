/** What a route is asked. */
export interface Call {
  /** The named parts of its path, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export type Answer =
  | { readonly status?: number; readonly json: unknown }
  /** Is given page by page. */
  | { readonly list: readonly unknown[] }
  | { readonly text: string };

/** A path below that of the project; `:name` stands for one part. */
export type Route = readonly [method: string, path: string, answer: (call: Call) => Promise<Answer>];

export const refused = (status: number, message: unknown): Answer => ({ status, json: { message } });
export const notFound = (message: string): Answer => refused(404, message);

/** The route for a call, with the parts of its path. */
export function match(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly answer: Route[2]; readonly parts: readonly string[] } | undefined {
  const given = path.split('/');
  for (const [wanted, pattern, answer] of routes) {
    const parts = pattern.split('/');
    if (wanted !== method || parts.length !== given.length) continue;
    if (!parts.every((part, at) => part.startsWith(':') || part === given[at])) continue;
    const named = given.filter((_, at) => parts[at]?.startsWith(':'));
    return { answer, parts: named.map(decodeURIComponent) };
  }
  return undefined;
}
