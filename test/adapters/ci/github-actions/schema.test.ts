import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failuresAt } from '../../../../bridge/adapters/ci/github-actions/annotations.ts';
import { decisionsOf, gatesOf } from '../../../../bridge/adapters/ci/github-actions/gates.ts';
import { jobsOf } from '../../../../bridge/adapters/ci/github-actions/job.ts';
import { reportOfRun } from '../../../../bridge/adapters/ci/github-actions/report.ts';
import * as shapes from '../../../../bridge/adapters/ci/github-actions/schema.ts';
import { RepositoryId } from '../../../../protocol/model/ids.ts';
import { Job } from '../../../../protocol/model/run.ts';

const file = new URL('openapi-examples.json', import.meta.url);
const { answers } = JSON.parse(readFileSync(file, 'utf8')) as { answers: Readonly<Record<string, unknown>> };
const answer = (route: string): unknown => {
  if (!(route in answers)) throw new Error(`no example of ${route}`);
  return answers[route];
};
const runs = 'GET /repos/{owner}/{repo}/actions/runs';
const repository = RepositoryId.parse('github.com/octo-org/octo-repo');

describe('GitHub’s own description', () => {
  it('has runs and jobs that we can read', () => {
    const run = shapes.WorkflowRun.parse(answer(`${runs}/{run_id}`));
    const ours = { ...run, head_repository: run.repository };
    expect(reportOfRun(ours, repository)).toMatchObject({
      report: {
        run: 'github/octo-org/octo-repo/30433642',
        state: 'queued',
        number: 562,
        event: 'push',
        of: { branch: 'main', commit: 'acb5820ced9479c074f688cc328bf03f341a511d', workflow: 'Build' },
      },
    });
    expect(reportOfRun({ ...ours, name: null }, repository)).toMatchObject({
      report: { of: { workflow: 'build.yml' } },
    });
    expect(shapes.RunList.parse(answer(runs)).workflow_runs).toHaveLength(1);
    const { jobs } = shapes.JobList.parse(answer(`${runs}/{run_id}/jobs`));
    const [job] = jobsOf(jobs);
    expect(Job.parse(job)).toMatchObject({ id: '399444496', name: 'build', state: 'passed' });
    expect(job?.steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 16, 17]);
    expect((job?.endedAt ?? 0) - (job?.startedAt ?? 0)).toBe(119_000);
  });

  it('has gates and decisions that we can read', () => {
    const pending = shapes.PendingDeployments.parse(answer(`${runs}/{run_id}/pending_deployments`));
    expect(gatesOf(pending, 'acme')).toEqual([
      { environment: 'staging', approvers: ['octocat', 'acme/justice-league'] },
    ]);
    const timed = pending.map((each) => ({ ...each, reviewers: [] }));
    expect(gatesOf(timed, 'acme')).toEqual([
      { environment: 'staging', approvers: [], until: Date.UTC(2020, 10, 23, 22, 30, 40) },
    ]);
    expect(decisionsOf(shapes.Approvals.parse(answer(`${runs}/{run_id}/approvals`)))).toEqual([
      { environment: 'staging', verdict: 'approved', by: 'octocat', comment: 'Ship it!' },
    ]);
  });

  it('has lists and files that we can read', () => {
    const at = '/repos/{owner}/{repo}';
    const { workflows } = shapes.WorkflowList.parse(answer(`GET ${at}/actions/workflows`));
    expect(workflows.map(({ name }) => name)).toEqual(['CI', 'Linter']);
    const { environments } = shapes.EnvironmentList.parse(answer(`GET ${at}/environments`));
    expect(environments.map(({ name }) => name)).toEqual(['staging']);
    expect(shapes.ArtifactList.parse(answer(`${runs}/{run_id}/artifacts`)).artifacts).toHaveLength(2);
    expect(shapes.FileContent.parse(answer(`GET ${at}/contents/{path}`)).encoding).toBe('base64');
    expect(shapes.HeadRef.parse(answer(`GET ${at}/git/ref/{ref}`)).object.sha).toMatch(/^[0-9a-f]{40}$/);
    const dispatch = answer(`POST ${at}/actions/workflows/{workflow_id}/dispatches`);
    expect(shapes.Dispatched.parse(dispatch)).toEqual({ workflow_run_id: 1 });
    expect(shapes.Dispatched.parse(undefined)).toBeUndefined();
  });

  it('has annotations, of which we show the failures', () => {
    const annotations = shapes.Annotations.parse(
      answer('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations'),
    );
    expect(failuresAt(annotations, 'lint')).toEqual([]);
    const failures = annotations.map((each) => ({ ...each, annotation_level: 'failure' }));
    const message = "Check your spelling for 'banaas'.";
    expect(failuresAt(failures, 'lint')).toEqual([
      { name: 'Spell Checker', file: 'README.md', line: 2, message, job: 'lint' },
    ]);
  });

  it('may change in one entry of a list, which is then left out', () => {
    const { jobs } = shapes.JobList.parse({
      jobs: [{ id: 1, run_id: 2, steps: 'none' }, { id: 'x' }, null, 7],
      total_count: '4',
    });
    expect(jobs).toHaveLength(1);
    expect(shapes.RunList.parse({ workflow_runs: null }).workflow_runs).toEqual([]);
  });
});
