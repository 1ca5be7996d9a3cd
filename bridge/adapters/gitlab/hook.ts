import { BranchName, type RepositoryId, type RunId } from '../../../protocol/model/ids.ts';
import type { CiReport } from '../../ports/ci-provider.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Heard, Hook, RawDelivery } from '../../ports/hook.ts';
import * as event from './event.ts';
import { jobNews, pipelineNews, type RunNews } from './hook-run.ts';
import { type GitLabProjects, pipelineOf, repositoryOfProject, runOf } from './project.ts';
import { type GitLabHookSecrets, isSigned } from './signature.ts';

export interface GitLabHookSettings extends GitLabHookSecrets {
  readonly id: string;
  /** Ids of the forge and of the provider of CI whose news come here. */
  readonly forge: string;
  readonly ci: string;
  readonly projects: GitLabProjects;
  readonly clock: Clock;
  /** Asks GitLab how a run stands: where a delivery cannot tell which of its attempts it is about. */
  readonly truth?: (run: RunId) => Promise<readonly CiReport[]>;
}

/** So long GitLab may take to say how a run stands; it waits for our answer itself. */
const truthWithinMs = 2000;

/** Where GitLab's webhooks of projects and groups come in. System hooks are ignored. */
export function createGitLabHook(settings: GitLabHookSettings): Hook {
  return {
    id: settings.id,
    sources: [settings.forge, settings.ci],
    async hear(delivery) {
      if (!isSigned(delivery, settings)) return { type: 'unsigned' };
      const body = parsed(delivery.body);
      const name = delivery.headers['x-gitlab-event'] ?? '';
      const kind = event.Named.safeParse(body);
      if (!kind.success) return { type: 'malformed', why: 'the body is no JSON object' };
      return read(settings, { name, kind: kind.data, body, id: idOf(delivery) });
    },
  };
}

interface Delivery {
  /** As its header says. */
  readonly name: string;
  readonly kind: event.Named;
  readonly body: unknown;
  readonly id: string;
}

/** The kinds that we read, and those that we know and leave, by the header that says them. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  'Pipeline Hook': ['pipeline'],
  'Job Hook': ['build'],
  'Merge Request Hook': ['merge_request'],
  'Note Hook': ['note'],
  'Confidential Note Hook': ['note'],
  'Push Hook': ['push'],
  'Deployment Hook': ['deployment'],
  'Tag Push Hook': ['tag_push'],
  'Issue Hook': ['issue', 'work_item'],
  'Confidential Issue Hook': ['issue', 'work_item'],
  'Wiki Page Hook': ['wiki_page'],
  'Feature Flag Hook': ['feature_flag'],
  'Release Hook': ['release'],
  'Milestone Hook': ['milestone'],
  'Vulnerability Hook': ['vulnerability'],
  'Emoji Hook': ['emoji'],
  'Resource Access Token Hook': ['access_token'],
};

async function read(settings: GitLabHookSettings, delivery: Delivery): Promise<Heard> {
  const { name, kind, body } = delivery;
  const called = kind.object_kind ?? kind.event_name ?? '';
  const expected = kinds[name];
  if (expected && !expected.includes(called))
    return {
      type: 'malformed',
      why: `it is called ${name}, and is ${called || 'nothing that has a name'}`.slice(0, 200),
    };
  switch (name) {
    case 'Pipeline Hook':
      return fits(event.PipelineEvent, body, async (told) => heardPipeline(settings, delivery, told));
    case 'Job Hook':
      return fits(event.JobEvent, body, async (told) => heardJob(settings, delivery, told));
    case 'Merge Request Hook':
      return fits(event.MergeRequestEvent, body, async (told) => {
        const { object_attributes: pull, project } = told;
        return moved(settings, delivery, `merge_request.${pull.action ?? 'update'}`, project, branchOfMerge(pull));
      });
    case 'Note Hook':
    case 'Confidential Note Hook':
      return fits(event.NoteEvent, body, async ({ project, merge_request: pull, object_attributes: note }) =>
        moved(settings, delivery, `note.${note.noteable_type ?? 'unknown'}`, project, pull && branchOfMerge(pull)),
      );
    case 'Push Hook':
      return fits(event.PushEvent, body, async ({ project, ref }) =>
        moved(settings, delivery, 'push', project, pushed(ref, project.default_branch)),
      );
    case 'Deployment Hook':
      return fits(event.DeploymentEvent, body, async ({ project, status, ref }) =>
        moved(settings, delivery, `deployment.${status ?? 'unknown'}`, project, ref ?? 'all'),
      );
    default:
      return { type: 'ignored', event: word(called || name || 'unknown'), why: 'it changes nothing on a card' };
  }
}

async function fits<T>(
  schema: { safeParse(body: unknown): { success: true; data: T } | { success: false; error: FailedShape } },
  body: unknown,
  heard: (told: T) => Promise<Heard>,
): Promise<Heard> {
  const told = schema.safeParse(body);
  if (told.success) return heard(told.data);
  const at = told.error.issues[0]?.path.map(String).join('.') ?? '';
  return { type: 'malformed', why: `it has no ${at} of the shape that we know`.slice(0, 200) };
}
interface FailedShape {
  readonly issues: readonly { readonly path: readonly PropertyKey[] }[];
}

async function heardPipeline(
  settings: GitLabHookSettings,
  { id }: Delivery,
  told: event.PipelineEvent,
): Promise<Heard> {
  const { status, source, tag } = told.object_attributes;
  const name = word(`pipeline.${status}`);
  const { path_with_namespace: path } = told.project;
  const repository = repositoryOfProject(settings.projects, path);
  const project = repository && settings.projects.get(repository);
  if (!repository || project === undefined) return foreign(name, path);
  if (tag) return { type: 'ignored', event: name, why: 'it is of a tag' };
  if (source === 'external') {
    const branch = BranchName.safeParse(told.object_attributes.ref);
    return { type: 'heard', event: name, id, moved: { repository, branches: branch.success ? [branch.data] : 'all' } };
  }
  const parent = source === 'parent_pipeline' || source === 'pipeline' ? told.source_pipeline?.pipeline_id : undefined;
  if (parent !== null && parent !== undefined && source === 'parent_pipeline') {
    const [report] = await truthOf(settings, runOf(project, parent));
    if (report) return { type: 'heard', event: name, id, provider: settings.ci, report };
    return { type: 'ignored', event: name, why: 'it is part of another pipeline, which will be asked about' };
  }
  return heardRun(settings, { event: name, id }, pipelineNews(told, repository, project));
}

async function heardJob(settings: GitLabHookSettings, { id }: Delivery, told: event.JobEvent): Promise<Heard> {
  const name = word(`build.${told.build_status}`);
  const path = told.project?.path_with_namespace ?? pathOf(told.repository?.homepage);
  const repository = repositoryOfProject(settings.projects, path);
  const project = repository && settings.projects.get(repository);
  if (project === undefined) return foreign(name, path);
  if (told.tag) return { type: 'ignored', event: name, why: 'it is of a tag' };
  if (told.source_pipeline) return { type: 'ignored', event: name, why: 'it is of a pipeline that is part of another' };
  return heardRun(settings, { event: name, id }, jobNews(told, project));
}

async function heardRun(
  settings: GitLabHookSettings,
  named: { readonly event: string; readonly id: string },
  news: RunNews | undefined,
): Promise<Heard> {
  if (!news) return { type: 'malformed', why: 'its pipeline has no id, or no time, that we can read' };
  const [truth] = news.partial ? await truthOf(settings, news.report.run) : [];
  return { type: 'heard', ...named, provider: settings.ci, report: truth ?? news.report };
}

/** How a run stands, as GitLab says when it is asked; nothing where it does not say so in time. */
async function truthOf({ truth, clock }: GitLabHookSettings, run: RunId | undefined): Promise<readonly CiReport[]> {
  if (!truth || run === undefined || !pipelineOf(run)) return [];
  const late = Promise.withResolvers<readonly CiReport[]>();
  const noLonger = clock.after(truthWithinMs, () => late.resolve([]));
  // What fails now is asked again by the sweep.
  const found = await Promise.race([truth(run).catch(() => []), late.promise]);
  noLonger();
  return found;
}

type Project = { readonly path_with_namespace: string };

function moved(
  { projects }: GitLabHookSettings,
  { id }: Delivery,
  name: string,
  { path_with_namespace: path }: Project,
  branch: string | undefined | null,
): Heard {
  const repository: RepositoryId | undefined = repositoryOfProject(projects, path);
  const named = word(name);
  if (!repository) return foreign(named, path);
  if (branch === 'all') return { type: 'heard', event: named, id, moved: { repository, branches: 'all' } };
  const known = BranchName.safeParse(branch);
  if (!known.success) return { type: 'ignored', event: named, why: 'it is of no branch of the repository' };
  return { type: 'heard', event: named, id, moved: { repository, branches: [known.data] } };
}

/** A merge request's branch; none where that is in somebody's fork. */
const branchOfMerge = (pull: {
  readonly source_branch: string;
  readonly source_project_id?: number | null | undefined;
  readonly target_project_id?: number | null | undefined;
}): string | undefined => (pull.source_project_id === pull.target_project_id ? pull.source_branch : undefined);

/** A push to the branch that others are merged into changes how all of them stand. */
function pushed(ref: string, base: string | null | undefined): string | undefined {
  const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
  return branch !== undefined && branch === base ? 'all' : branch;
}

const foreign = (name: string, path: string): Heard => ({
  type: 'ignored',
  event: name,
  why: `${word(path) || 'its project'} is no project of ours`,
});

function pathOf(homepage: string | null | undefined): string {
  const url = homepage ? URL.parse(homepage) : null;
  return url ? url.pathname.replace(/^\/+|\/+$/g, '') : '';
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

const idOf = ({ headers }: RawDelivery): string =>
  word(headers['webhook-id'] ?? headers['idempotency-key'] ?? headers['x-gitlab-event-uuid'] ?? '');

/** What a sender calls something, for people to read. */
const word = (text: string): string => text.replaceAll(/[^\w./ -]/g, '').slice(0, 100);
