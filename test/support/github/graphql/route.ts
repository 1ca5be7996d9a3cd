import { mayDo } from '../auth.ts';
import { type Answer, type Ask, ok, repoOf, type Route, route } from '../router.ts';
import { iso } from '../site.ts';
import { wrongWith } from './description.ts';
import { execute, FieldError, GraphRefusal, type Node } from './execute.ts';
import { parseDocument } from './parse.ts';
import { actorNode } from './people.ts';
import { repositoryNode } from './repository.ts';

function rootFor({ site, actor }: Ask): Node {
  const limits: Node = {
    type: 'RateLimit',
    fields: {
      limit: () => 5_000,
      cost: () => 1,
      remaining: () => 4_999,
      used: () => 1,
      resetAt: () => iso(site.now() + 3_600_000),
      nodeCount: () => 1,
    },
  };
  return {
    type: 'Query',
    fields: {
      viewer: () => actorNode(site, actor.type === 'user' ? actor.user : site.app.bot),
      rateLimit: () => limits,
      repository: (given) => {
        const { owner, name } = given as { owner: string; name: string };
        const repo = repoOf(site, { owner, repo: name });
        if (repo && mayDo(actor, repo, 'metadata:read') === 'yes') return repositoryNode(site, repo);
        throw new FieldError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      },
    },
  };
}

/** `POST /graphql`, for queries. */
export const graphqlRoute = (): Route =>
  route('POST /graphql', 'user', async (ask): Promise<Answer> => {
    const { query, variables } = ask.body as { query?: string; variables?: Record<string, unknown> | null };
    if (typeof query !== 'string')
      return ok({ errors: [{ message: 'A query attribute must be specified and must be a string.' }] });
    try {
      const document = parseDocument(query);
      const wrong = document.operation === 'mutation' ? 'No mutation is answered here' : wrongWith(document);
      if (wrong !== undefined) throw new GraphRefusal('undefinedField', wrong);
      return ok(await execute(document, rootFor(ask), variables ?? {}));
    } catch (error) {
      if (error instanceof GraphRefusal)
        return ok({ errors: [{ message: error.message, extensions: { code: error.code } }] });
      if (error instanceof SyntaxError) return ok({ errors: [{ message: error.message }] });
      throw error;
    }
  });
