import * as z from 'zod/mini';

const text = z.nullish(z.string());
const nodes = <T extends z.ZodMiniType>(node: T) =>
  z.nullish(z.object({ nodes: z.nullish(z.array(z.nullable(node))) }));
const paged = <T extends z.ZodMiniType>(node: T) =>
  z.nullish(
    z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.nullish(z.array(z.nullable(node))) }),
  );
const Target = z.nullish(z.object({ oid: z.string() }));
/** How many commits the branch has that its base lacks, and the reverse. */
const Compared = z.nullish(z.object({ aheadBy: z.int(), behindBy: z.int() }));
const Author = z.nullish(z.object({ __typename: text, login: z.string() }));

export const CheckContext = z.object({
  __typename: z.string(),
  name: text,
  status: text,
  conclusion: text,
  detailsUrl: text,
  title: text,
  startedAt: text,
  checkSuite: z.nullish(z.object({ app: z.nullish(z.object({ slug: z.string() })) })),
  context: text,
  state: text,
  targetUrl: text,
  description: text,
  createdAt: text,
  isRequired: z.nullish(z.boolean()),
});
export type CheckContext = z.infer<typeof CheckContext>;

export const Deployed = z.object({
  environment: text,
  commitOid: z.string(),
  createdAt: z.string(),
  state: text,
  ref: z.nullish(z.object({ name: z.string() })),
  latestStatus: z.nullish(z.object({ environmentUrl: text, logUrl: text, createdAt: text })),
});
export type Deployed = z.infer<typeof Deployed>;

export const Said = z.object({ state: z.string(), submittedAt: text, author: Author });
export type Said = z.infer<typeof Said>;

export const Pull = z.object({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  state: z.string(),
  isDraft: z.boolean(),
  isCrossRepository: z.boolean(),
  headRefOid: z.string(),
  baseRefName: z.string(),
  mergeable: text,
  mergeStateStatus: text,
  reviewDecision: text,
  author: Author,
  baseRef: z.nullish(
    z.object({
      target: Target,
      compare: z.optional(Compared),
      refUpdateRule: z.nullish(z.object({ requiredStatusCheckContexts: z.nullish(z.array(z.nullable(z.string()))) })),
    }),
  ),
  labels: nodes(z.object({ name: z.string() })),
  files: nodes(z.object({ path: z.string() })),
  reviewThreads: paged(z.object({ isResolved: z.boolean() })),
  latestReviews: nodes(Said),
  latestOpinionatedReviews: nodes(Said),
  reviewRequests: nodes(z.object({ requestedReviewer: z.nullish(z.object({ login: text, slug: text })) })),
});
export type Pull = z.infer<typeof Pull>;

const Commit = z.object({
  oid: z.string(),
  statusCheckRollup: z.nullish(z.object({ contexts: paged(CheckContext) })),
  deployments: nodes(Deployed),
});
export type Commit = z.infer<typeof Commit>;

/** What is said of one branch, and of its repository. */
export const Found = z.object({
  defaultBranchRef: z.nullish(z.object({ name: z.string(), target: Target })),
  ref: z.nullish(z.object({ target: z.nullish(Commit) })),
  base: z.nullish(z.object({ compare: Compared })),
  open: nodes(Pull),
  past: nodes(Pull),
  deployments: nodes(Deployed),
});
export type Found = z.infer<typeof Found>;

/** What `branchesQuery` is answered with: `ref0`, `base0`, `open0`, `past0` and so on, for each of its branches. */
export const BranchesAnswer = z.object({
  repository: z.nullish(z.record(z.string(), z.unknown())),
  withheld: z.array(z.string()),
});

/** What `nameQuery` is answered with. */
export const NameAnswer = z.object({
  repository: z.nullish(
    z.object({
      defaultBranchRef: z.nullish(z.object({ name: z.string() })),
      ref: z.nullish(z.object({ target: Target })),
      object: z.nullish(
        z.object({
          oid: z.string(),
          associatedPullRequests: nodes(z.object({ headRefName: z.string(), isCrossRepository: z.boolean() })),
        }),
      ),
    }),
  ),
});

export const Comparison = z.object({ ahead_by: z.int(), behind_by: z.int() });

/** A list's entries, without those that may not be seen. */
export function listed<T>(list: { readonly nodes?: readonly (T | null)[] | null | undefined } | null | undefined): T[] {
  return (list?.nodes ?? []).filter((node) => node !== null);
}
