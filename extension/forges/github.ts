import * as z from 'zod/mini';
import type { Refused } from '../../client/session.ts';
import type { CiRun, Job } from '../../protocol/model/run.ts';
import type { Deed, Errand } from '../deed.ts';
import { type Call, type Called, createCall, type Fetch, refusal } from './github-api.ts';
import type { OwnForge } from './own-forge.ts';

/** The part of VS Code's session that is used. */
export interface GithubSession {
  readonly accessToken: string;
  readonly account: { readonly id: string; readonly label: string };
}

export interface GithubOptions {
  readonly fetch: Fetch;
  /** Where the API is: never taken from a setting, since a token goes there ([T1]). */
  readonly api: string;
  /** The user's session; where `ask` is false nobody is asked, and there may be none. */
  readonly session: (ask: boolean) => Promise<GithubSession | undefined>;
}

const provider = 'github-actions';
const host = 'github.com';

/** GitHub, by the session that VS Code holds. Only repositories on github.com itself are served, as the session is for no other host. */
export function createGithub({ fetch, api, session }: GithubOptions): OwnForge {
  return {
    serves: (errand) => placeOf(errand) !== undefined,
    async act(errand) {
      const place = placeOf(errand);
      if (!place) return refusal('not_allowed_here', 'This cannot be done with your own GitHub session.');
      const held = await session(true);
      if (!held) return refusal('not_authenticated', 'You are not signed in to GitHub in this editor.');
      const call = createCall(fetch, api, held.accessToken);
      const done = (await movedFrom(errand, place, call)) ?? (await perform(errand.deed, place, call));
      return done.ok ? { ok: true, value: `Done on GitHub as @${held.account.label}.` } : done;
    },
    async account() {
      const held = await session(false);
      return held && { forge: 'github', id: held.account.id, login: held.account.label };
    },
  };
}

/** Where on the API a deed is done: the repository's path, and that of the run if it is about one. */
interface Place {
  readonly repository: string;
  readonly run?: string;
}

function placeOf({ deed, about }: Errand): Place | undefined {
  const [at, owner, name, ...more] = about?.repository.split('/') ?? [];
  if (at !== host || !owner || !name || more.length > 0) return undefined;
  const repository = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  if (deed.type === 'start')
    return deed.workflow?.provider === provider && deed.branch !== undefined ? { repository } : undefined;
  const number = runNumber(deed.run, `${owner}/${name}`);
  if (number === undefined) return undefined;
  if (deed.type === 'rerun' && typeof deed.what === 'object' && jobNumber(deed.what.job) === undefined)
    return undefined;
  return { repository, run: `${repository}/actions/runs/${number}` };
}

/** GitHub's own number of a run, which only its page tells. */
function runNumber({ provider: by, url = '' }: CiRun, repository: string): string | undefined {
  const match = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/actions\/runs\/(\d+)/.exec(url);
  return by === provider && match?.[1]?.toLowerCase() === repository ? match[2] : undefined;
}

const jobNumber = ({ id, url = '' }: Job): string | undefined => /\/job\/(\d+)/.exec(url)?.[1] ?? /^\d+$/.exec(id)?.[0];

const Ref = z.object({ object: z.object({ sha: z.string() }) });

/** Refuses where the branch does not stand any more where the user saw it ([E5]). A run may be of a branch that is gone; a start may not. */
async function movedFrom({ deed, about, at }: Errand, place: Place, call: Call): Promise<Refused | undefined> {
  const branch = deed.type === 'start' ? deed.branch : about?.branch;
  if (at === undefined || branch === undefined) return undefined;
  const name = branch.split('/').map(encodeURIComponent).join('/');
  const read = await call('GET', `${place.repository}/git/ref/heads/${name}`);
  if (!read.ok) return deed.type !== 'start' && read.slug === 'forbidden_or_missing' ? undefined : read;
  if (z.safeParse(Ref, read.value).data?.object.sha === at) return undefined;
  return refusal('stale_target', 'The branch has moved since. Look at it and ask again.');
}

async function perform(deed: Deed, { repository, run = '' }: Place, call: Call): Promise<Called> {
  switch (deed.type) {
    case 'start': {
      const file = deed.workflow?.id.split('/').at(-1) ?? '';
      // A tag may have the branch’s name.
      const body = { ref: `refs/heads/${deed.branch}`, inputs: deed.inputs };
      return call('POST', `${repository}/actions/workflows/${encodeURIComponent(file)}/dispatches`, body);
    }
    case 'rerun': {
      const debug = { enable_debug_logging: deed.debug };
      if (typeof deed.what === 'object')
        return call('POST', `${repository}/actions/jobs/${jobNumber(deed.what.job)}/rerun`, debug);
      return call('POST', `${run}/${deed.what === 'failed' ? 'rerun-failed-jobs' : 'rerun'}`, debug);
    }
    case 'cancel':
      return call('POST', `${run}/cancel`);
    case 'decide':
      return decide(deed, run, call);
  }
}

const Pending = z.array(z.object({ environment: z.object({ id: z.int(), name: z.string() }) }));

async function decide(deed: Deed & { type: 'decide' }, run: string, call: Call): Promise<Called> {
  const read = await call('GET', `${run}/pending_deployments`);
  if (!read.ok) return read;
  const pending = z.safeParse(Pending, read.value).data ?? [];
  const ids = pending
    .filter(({ environment }) => environment.name === deed.environment)
    .map((each) => each.environment.id);
  if (ids.length === 0)
    return refusal('approval_invalid', 'That deployment waits for nobody any more. Look at it again.');
  const body = { environment_ids: ids, state: deed.verdict, comment: deed.comment };
  return call('POST', `${run}/pending_deployments`, body);
}
