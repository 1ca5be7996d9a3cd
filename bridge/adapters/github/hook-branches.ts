import * as z from 'zod/mini';
import { BranchName } from '../../../protocol/model/ids.ts';

/** Branches of which there is something new to say, `all` that have a card, or why there are none. */
export type Moved = readonly BranchName[] | 'all' | { readonly why: string };

/** Reads the branches out of a payload; undefined where it is not what its event promises. */
export type ReadBranches = (payload: unknown) => Moved | undefined;

const Place = z.nullish(z.object({ full_name: z.string() }));
const name = z.nullish(z.string());

/** A reader of payloads of one shape. */
const reading =
  <T>(schema: z.ZodMiniType<T>, read: (payload: T) => Moved): ReadBranches =>
  (payload) => {
    const fits = schema.safeParse(payload);
    return fits.success ? read(fits.data) : undefined;
  };

/** Those of the names that can be branches, once each. */
function branches(names: readonly (string | null | undefined)[], otherwise: string): Moved {
  const found = new Set<BranchName>();
  for (const text of names) {
    const branch = BranchName.safeParse(text);
    if (branch.success) found.add(branch.data);
  }
  return found.size > 0 ? [...found] : { why: otherwise };
}

/** The branch that a ref is, but for tags. */
const branchOf = (ref: string): string | undefined => /^refs\/heads\/(.+)$/s.exec(ref)?.[1];

export const all: ReadBranches = () => 'all';

/** The head of a pull request, where it is a branch of the repository itself. */
export const ofPullRequest = reading(
  z.object({
    pull_request: z.object({ head: z.object({ ref: z.string(), repo: Place }) }),
    repository: z.object({ full_name: z.string() }),
  }),
  ({ pull_request: { head }, repository }) =>
    head.repo?.full_name === repository.full_name
      ? branches([head.ref], 'its head can be no branch')
      : { why: 'its branch is in a fork' },
);

/** A push to the branch that others are merged into changes how all of them stand. */
export const ofPush = reading(
  z.object({
    ref: z.string(),
    before: z.string(),
    after: z.string(),
    repository: z.object({ default_branch: z.optional(z.string()) }),
  }),
  ({ ref, repository }) => {
    const branch = branchOf(ref);
    if (branch !== undefined && branch === repository.default_branch) return 'all';
    return branches([branch], 'a tag moves no branch');
  },
);

/** A branch that was made or deleted. */
export const ofRef = reading(z.object({ ref: z.string(), ref_type: z.string() }), ({ ref, ref_type: type }) =>
  branches(type === 'branch' ? [ref] : [], 'a tag moves no branch'),
);

const App = z.nullish(z.object({ slug: z.nullish(z.string()) }));
const Heads = z.nullish(z.array(z.object({ head: z.object({ ref: z.string() }) })));
const Suite = z.object({ head_branch: name, pull_requests: Heads, app: App });

/** A suite names the branch that it was made for, and where that is in a fork none; its pull requests are the repository's own. */
function ofSuite({ head_branch: branch, pull_requests: pulls, app }: z.infer<typeof Suite>): Moved {
  if (app?.slug === 'github-actions') return { why: 'the run that it belongs to is told by itself' };
  return branches(
    [branch, ...(pulls ?? []).map(({ head }) => head.ref)],
    'its commit is on no branch of the repository',
  );
}

export const ofCheckRun = reading(
  z.object({ check_run: z.object({ app: App, pull_requests: Heads, check_suite: Suite }) }),
  ({ check_run: { app, pull_requests: pulls, check_suite: suite } }) =>
    ofSuite({ ...suite, app: app ?? suite.app, pull_requests: [...(pulls ?? []), ...(suite.pull_requests ?? [])] }),
);
export const ofCheckSuite = reading(z.object({ check_suite: Suite }), ({ check_suite: suite }) => ofSuite(suite));

export const ofStatus = reading(
  z.object({ context: z.string(), sha: z.string(), branches: z.array(z.object({ name: z.string() })) }),
  (status) =>
    branches(
      status.branches.map((branch) => branch.name),
      'its commit ends no branch',
    ),
);

/** What was deployed is named by a branch, or by a commit: which branch that is on is not told. */
export const ofDeployment = reading(
  z.object({ deployment: z.object({ ref: z.string() }), workflow_run: z.nullish(z.object({ head_branch: name })) }),
  ({ deployment: { ref }, workflow_run: run }) => {
    if (run?.head_branch) return branches([run.head_branch], 'its branch has no name');
    return /^[0-9a-f]{40,64}$/.test(ref) ? 'all' : branches([ref], 'its ref can be no branch');
  },
);

/** A label that was changed stands on many pull requests; one that was made on none yet. */
export const ofLabel = reading(z.object({ action: z.string() }), ({ action }) =>
  action === 'created' ? { why: 'no pull request has it yet' } : 'all',
);

export const ofRepository = reading(z.object({ action: z.string() }), ({ action }) =>
  action === 'edited' ? 'all' : { why: 'no branch changes by it' },
);
