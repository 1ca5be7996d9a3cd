import { describe, expect, it } from 'vitest';
import type { Heard } from '../../../bridge/ports/hook.ts';
import { hookOf, recorded, signedNow, theirProjects } from './deliveries.ts';

/** What each delivery does, in a few words. */
function summary(heard: Heard): string {
  if (heard.type !== 'heard') return heard.type === 'ignored' ? `ignored: ${heard.event}` : heard.type;
  const { report, moved, event } = heard;
  const told = report && `${report.run} ${report.state}${report.jobs ? ` with ${report.jobs.length} jobs` : ''}`;
  return [event, told, moved && `moved ${String(moved.branches)}`].filter(Boolean).join(', ');
}

const ignored = Object.fromEntries(
  recorded.flatMap(({ name, event, body }) => {
    const word = String(body['object_kind'] ?? body['event_name']);
    return event === 'System Hook' ? [[name, `ignored: ${word}`]] : [];
  }),
);

const table: Readonly<Record<string, string>> = {
  ...ignored,
  'webhook-access-token': 'ignored: access_token',
  'webhook-build': 'build.created, gitlab/gitlab-org/gitlab-test/2366 queued with 1 jobs',
  'webhook-deployment': 'deployment.success, moved all',
  'webhook-deployment-blocked': 'deployment.blocked, moved main',
  'webhook-feature-flag': 'ignored: feature_flag',
  'webhook-issue': 'ignored: issue',
  'webhook-job-of-2016': 'build.running, gitlab/somebody/my-awesome-project/4414206 queued with 1 jobs',
  'webhook-job-retried': 'build.success, gitlab/somebody/release-tools-fake/743121198 queued with 1 jobs',
  'webhook-merge-request': 'merge_request.open, moved ms-viewport',
  'webhook-note-commit': 'ignored: note.Commit',
  'webhook-note-issue': 'ignored: note.Issue',
  'webhook-note-merge-request': 'note.MergeRequest, moved master',
  'webhook-note-snippet': 'ignored: note.Snippet',
  'webhook-pipeline': 'pipeline.success, gitlab/gitlab-org/gitlab-test/31 passed with 5 jobs',
  'webhook-push': 'push, moved all',
  'webhook-release': 'ignored: release',
  'webhook-service-merge-request': 'merge_request.update, moved next-feature',
  'webhook-subgroup': 'ignored: subgroup_create',
  'webhook-tag-push': 'ignored: tag_push',
  'webhook-wiki-page': 'ignored: wiki_page',
};

describe('recorded deliveries of GitLab', () => {
  it('are at least 25, of all that concern a card and of much that does not', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(25);
    expect(recorded.map(({ name }) => name).toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it.each(recorded)('$name is taken as what it is', async (delivery) => {
    const hook = hookOf({ projects: theirProjects });
    expect(summary(await hook.hear(signedNow(delivery)))).toBe(table[delivery.name]);
  });

  it.each(recorded)('$name is ignored by name where its project is none of ours', async (delivery) => {
    const heard = await hookOf().hear(signedNow(delivery));
    expect(heard).toMatchObject({ type: 'ignored', event: expect.stringMatching(/^[\w./ -]+$/) });
  });

  it('[F32] is refused where its header calls it something else', async () => {
    const names = ['Pipeline Hook', 'Job Hook', 'Merge Request Hook', 'Push Hook', 'Tag Push Hook', 'Deployment Hook'];
    const hook = hookOf({ projects: theirProjects });
    // Hooks of the whole system send some of the same bodies under a name of their own.
    for (const delivery of recorded.filter(({ event }) => event !== 'System Hook')) {
      for (const event of names.filter((name) => name !== delivery.event)) {
        expect(await hook.hear(signedNow({ ...delivery, event }))).toMatchObject({ type: 'malformed' });
      }
    }
  });

  it('is malformed, and does not throw, where a field is of another kind', async () => {
    const hook = hookOf({ projects: theirProjects });
    for (const { event, body } of recorded) {
      for (const field of Object.keys(body)) {
        for (const value of [null, 7, 'x', [], {}, { id: -1 }]) {
          const heard = await hook.hear(signedNow({ event, body: { ...body, [field]: value } }));
          expect(['heard', 'ignored', 'malformed']).toContain(heard.type);
        }
      }
    }
  });
});
