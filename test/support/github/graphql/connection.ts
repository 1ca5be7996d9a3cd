import { type Arguments, GraphRefusal, type Node } from './execute.ts';

/** A list in pages. GitHub refuses to hand out one whose size nobody says. */
export function connection(type: string, given: Arguments, items: readonly Node[]): Node {
  const { first, last, after, before } = given as {
    first?: number;
    last?: number;
    after?: string | null;
    before?: string | null;
  };
  if (typeof first !== 'number' && typeof last !== 'number')
    throw new GraphRefusal(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${type}\` connection.`,
    );
  if ((first ?? 0) > 100 || (last ?? 0) > 100)
    throw new GraphRefusal(
      'EXCESSIVE_PAGINATION',
      `Requesting ${first ?? last} records on the \`${type}\` connection exceeds the \`first\` limit of 100 records.`,
    );
  const cursor = (at: number) => Buffer.from(`cursor:${at}`, 'utf8').toString('base64');
  const indexOf = (text: string) => Number(Buffer.from(text, 'base64').toString('utf8').slice('cursor:'.length));
  const from = typeof after === 'string' ? indexOf(after) + 1 : 0;
  const to = typeof before === 'string' ? indexOf(before) : items.length;
  const start = typeof first === 'number' ? from : Math.max(from, to - (last ?? 0));
  const end = typeof first === 'number' ? Math.min(to, from + first) : to;
  const shown = items.slice(start, end);
  const pageInfo: Node = {
    type: 'PageInfo',
    fields: {
      hasNextPage: () => end < items.length,
      hasPreviousPage: () => start > 0,
      startCursor: () => (shown.length > 0 ? cursor(start) : null),
      endCursor: () => (shown.length > 0 ? cursor(start + shown.length - 1) : null),
    },
  };
  return {
    type: `${type}Connection`,
    fields: {
      nodes: () => shown,
      totalCount: () => items.length,
      pageInfo: () => pageInfo,
    },
  };
}
