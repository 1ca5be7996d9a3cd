import { notFound, type Route } from './router.ts';
import { iso, shownMergeRequest } from './shown.ts';
import type { Site } from './site.ts';

/** https://docs.gitlab.com/api/merge_requests/, merge_request_approvals/, discussions/ */
export function mergeRoutes(site: Site): readonly Route[] {
  const { project, mergeRequests } = site;
  const find = (iid: string | undefined) => mergeRequests.find((each) => String(each.iid) === iid);
  return [
    [
      'GET',
      '',
      async () => ({
        json: {
          id: project.id,
          path_with_namespace: project.path,
          default_branch: project.base,
          web_url: project.page,
          ci_config_path: '',
          merge_method: 'merge',
          only_allow_merge_if_pipeline_succeeds: false,
          ...site.settings,
        },
      }),
    ],
    [
      'GET',
      '/merge_requests',
      async ({ query }) => ({
        list: await Promise.all(
          mergeRequests
            .filter(({ source }) => query.get('source_branch') === null || source === query.get('source_branch'))
            .toSorted((a, b) => b.updatedAt - a.updatedAt || b.iid - a.iid)
            .map(async (each) => shownMergeRequest(project, each, await site.conflicts(each), false)),
        ),
      }),
    ],
    [
      'GET',
      '/merge_requests/:iid',
      async ({ parts: [iid] }) => {
        const pull = find(iid);
        if (!pull) return notFound('404 Not found');
        return { json: shownMergeRequest(project, pull, await site.conflicts(pull), true) };
      },
    ],
    [
      'GET',
      '/merge_requests/:iid/approvals',
      async ({ parts: [iid] }) => {
        const pull = find(iid);
        if (!pull) return notFound('404 Not found');
        return {
          json: {
            approved: pull.approvedBy.length >= pull.approvalsRequired,
            approvals_required: pull.approvalsRequired,
            approvals_left: Math.max(0, pull.approvalsRequired - pull.approvedBy.length),
            approved_by: pull.approvedBy.map((username) => ({ user: { username }, approved_at: iso(pull.updatedAt) })),
          },
        };
      },
    ],
    [
      'GET',
      '/merge_requests/:iid/reviewers',
      async ({ parts: [iid] }) => ({
        list: (find(iid)?.reviewers ?? []).map(({ username, state }) => ({ user: { username }, state })),
      }),
    ],
    [
      'GET',
      '/merge_requests/:iid/diffs',
      async ({ parts: [iid] }) => {
        const pull = find(iid);
        if (!pull) return notFound('404 Not found');
        const words = ['diff', '--name-only', '-z', '--end-of-options', `refs/heads/${pull.target}...${pull.sha}`];
        const paths = (await site.repository.git(...words)).split('\0').filter(Boolean);
        return { list: paths.map((path) => ({ old_path: path, new_path: path, diff: '@@ -0,0 +1 @@' })) };
      },
    ],
    [
      'GET',
      '/merge_requests/:iid/discussions',
      async ({ parts: [iid] }) => ({
        list: (find(iid)?.threads ?? []).map(({ resolved }, at) => ({
          id: String(at),
          individual_note: false,
          notes: [{ id: at, body: 'Why?', resolvable: true, resolved }],
        })),
      }),
    ],
  ];
}
