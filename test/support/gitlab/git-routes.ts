import type { Repository } from '../repository.ts';
import { type Answer, notFound, type Route } from './router.ts';
import type { Site } from './site.ts';

const field = '\u001f';

async function commitAt(repository: Repository, revision: string): Promise<string | undefined> {
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  return repository.git(...words).catch(() => undefined);
}

const shownCommit = (line: string) => {
  const [id = '', title = ''] = line.split(field);
  return { id, short_id: id.slice(0, 8), title, message: `${title}\n`, parent_ids: [] };
};

async function branches({
  repository,
  project,
  page,
}: {
  repository: Repository;
  project: Site['project'];
  page: string;
}) {
  const format = `%(refname)${field}%(objectname)${field}%(committerdate:unix)`;
  const lines = (await repository.git('for-each-ref', `--format=${format}`, 'refs/heads/')).split('\n');
  return lines
    .map((line) => line.split(field))
    .toSorted((a, b) => Number(b[2]) - Number(a[2]))
    .map(([ref = '', id = '']) => ({
      name: ref.slice('refs/heads/'.length),
      commit: { id, short_id: id.slice(0, 8) },
      merged: false,
      default: ref === `refs/heads/${project.base}`,
      web_url: page,
    }));
}

/** https://docs.gitlab.com/api/branches/, commits/, repository_files/ */
export function gitRoutes(site: Site): readonly Route[] {
  const { repository, project } = site;
  const all = async () => branches({ repository, project, page: project.page });
  return [
    ['GET', '/repository/branches', async (): Promise<Answer> => ({ list: await all() })],
    [
      'GET',
      '/repository/branches/:name',
      async ({ parts: [name] }) => {
        const branch = (await all()).find((each) => each.name === name);
        return branch ? { json: branch } : notFound('404 Branch Not Found');
      },
    ],
    [
      'GET',
      '/repository/commits',
      async ({ query }) => {
        const range = query.get('ref_name') ?? project.base;
        const words = ['log', `--format=%H${field}%s`, '--end-of-options', range, '--'];
        const lines = await repository.git(...words).catch(() => undefined);
        return lines === undefined
          ? notFound('404 Commit Not Found')
          : { list: lines.split('\n').filter(Boolean).map(shownCommit) };
      },
    ],
    [
      'GET',
      '/repository/commits/:sha',
      async ({ parts: [sha = ''] }) => {
        const id = await commitAt(repository, sha);
        return id === undefined ? notFound('404 Commit Not Found') : { json: shownCommit(`${id}${field}Work`) };
      },
    ],
    [
      'GET',
      '/repository/commits/:sha/refs',
      async ({ parts: [sha = ''] }) => {
        const words = ['for-each-ref', '--format=%(refname)', '--contains', sha, 'refs/heads/'];
        const refs = (await repository.git(...words)).split('\n').filter(Boolean);
        return { list: refs.map((ref) => ({ type: 'branch', name: ref.slice('refs/heads/'.length) })) };
      },
    ],
    [
      'GET',
      '/repository/commits/:sha/statuses',
      async ({ parts: [sha] }) => {
        const own = site.pipelines.all
          .filter((each) => each.sha === sha)
          .flatMap(({ jobs }) => jobs)
          .map(({ id, name, status }) => ({
            id,
            sha,
            name,
            status,
            description: null,
            target_url: `${project.page}/-/jobs/${id}`,
          }));
        return { list: [...own, ...site.statuses.filter((each) => each.sha === sha)] };
      },
    ],
    [
      'GET',
      '/repository/files/:path/raw',
      async ({ parts: [path = ''], query }) => {
        const ref = query.get('ref') ?? 'HEAD';
        const commit = await commitAt(repository, ref === 'HEAD' ? `refs/heads/${project.base}` : ref);
        const blob = ['cat-file', 'blob', `${commit}:${path}`];
        const text = commit && (await repository.git(...blob).catch(() => undefined));
        return text === undefined ? notFound('404 File Not Found') : { text };
      },
    ],
  ];
}
