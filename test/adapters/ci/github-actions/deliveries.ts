import { createRequire } from 'node:module';

type Payload = Readonly<Record<string, unknown>>;

/** GitHub's own examples of deliveries: of github.com and of its servers. */
export function examples(): readonly { readonly event: string; readonly payload: Payload }[] {
  const require = createRequire(import.meta.url);
  return ['api.github.com', 'ghes-35', 'ghes-31'].flatMap((source) => {
    const events = require(`@octokit/webhooks-examples/${source}/index.json`) as {
      name: string;
      examples: Payload[];
    }[];
    return events.flatMap(({ name: event, examples: all }) => all.map((payload) => ({ event, payload })));
  });
}

const repository = { html_url: 'https://github.com/Acme/Web', full_name: 'Acme/Web' };
const head = { head_branch: 'feat/login', head_sha: 'a'.repeat(40) };
const iso = (second: number): string =>
  new Date(Date.UTC(2026, 10, 23, 9, 0, second)).toISOString().replace('.000', '');

interface Standing {
  readonly attempt?: number;
  readonly status: string;
  readonly conclusion?: string;
  /** Seconds into the story. */
  readonly at: number;
}

/** A delivery about a run, as GitHub sends it. */
export const ofRun = ({ attempt = 1, status, conclusion, at }: Standing, more: Payload = {}) => ({
  event: 'workflow_run',
  payload: {
    action: status === 'queued' ? 'requested' : status,
    workflow: { name: 'CI', path: '.github/workflows/ci.yml' },
    workflow_run: {
      id: 42,
      name: 'CI',
      path: '.github/workflows/ci.yml',
      run_number: 7,
      event: 'push',
      run_attempt: attempt,
      html_url: 'https://github.com/Acme/Web/actions/runs/42',
      workflow_id: 9,
      status,
      conclusion: conclusion ?? null,
      created_at: iso(0),
      run_started_at: iso((attempt - 1) * 100),
      updated_at: iso(at),
      actor: { login: 'mona' },
      ...head,
      repository,
      head_repository: repository,
      ...more,
    },
    repository,
  },
});

/** A delivery about a job of that run. */
export const ofJob = (
  id: number,
  name: string,
  { attempt = 1, status, conclusion, at }: Standing,
  more: Payload = {},
) => ({
  event: 'workflow_job',
  payload: {
    action: status,
    workflow_job: {
      id,
      run_id: 42,
      run_attempt: attempt,
      name,
      workflow_name: 'CI',
      status,
      conclusion: conclusion ?? null,
      ...head,
      html_url: `https://github.com/Acme/Web/actions/runs/42/job/${id}`,
      created_at: iso((attempt - 1) * 100 + 1),
      started_at: iso(status === 'queued' ? at : at - 2),
      completed_at: status === 'completed' ? iso(at) : null,
      steps: [
        {
          name: 'Set up job',
          number: 1,
          status,
          conclusion: conclusion ?? null,
          started_at: iso(at - 2),
          completed_at: null,
        },
      ],
      ...more,
    },
    repository,
  },
});
