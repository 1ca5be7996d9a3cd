import type { CiRun, CiState, FailingTest } from '../../protocol/model/run.ts';
import { hasEnded, verdict } from '../../protocol/model/health.ts';
import type { Row } from './row.ts';
import { plain, runWords, shortSha, type Time } from './words.ts';

const icons: Readonly<Record<CiState, string>> = {
  queued: 'clock',
  'setting-up': 'sync~spin',
  running: 'sync~spin',
  passed: 'pass',
  failed: 'error',
  'setup-failed': 'warning',
  cancelled: 'circle-slash',
  'timed-out': 'watch',
  interrupted: 'debug-disconnect',
};

/** CI of a branch: its runs, newest first, each with the tests that failed in it. */
export function ciRow(runs: readonly CiRun[], time: Time): Row {
  const newest = runs[0];
  return {
    id: idWith('ci', runs),
    label: 'CI',
    description: newest ? runWords(newest) : 'no run yet',
    icon: 'rocket',
    tooltip: newest ? `The newest run ${runWords(newest)}` : 'CI has not run for this branch.',
    context: 'ci',
    children: runs.map((run, index) => runRow(run, index === 0, time)),
    open: true,
  };
}

/** VS Code opens a row at first only, so one that gets children is another row. */
const idWith = (id: string, children: readonly unknown[]): string => (children.length > 0 ? `${id} +` : id);

function runRow(run: CiRun, open: boolean, time: Time): Row {
  const said = verdict(run);
  const at = run.endedAt ?? run.startedAt ?? run.queuedAt;
  const children = [...run.failures.map((test, index) => failureRow(run, test, index)), ...lineRows(run)];
  const by = run.requestedBy ? `, asked for by ${plain(run.requestedBy.name)}` : '';
  return {
    id: idWith(`run ${run.run}`, children),
    label: plain(run.workflow),
    description: `${runWords(run)} · ${shortSha(run.commit)} · ${time(at)}`,
    icon: icons[run.state],
    ...(said === 'passing' && { tint: 'passed' }),
    ...(said === 'failing' && { tint: 'failed' }),
    tooltip: `${plain(run.workflow)} ${runWords(run)}\nCommit ${run.commit}\nQueued ${time(run.queuedAt)}${by}`,
    context: hasEnded(run.state) ? 'run.ended' : 'run.active',
    run: run.run,
    children,
    open,
  };
}

function failureRow(run: CiRun, { name, file, line, message }: FailingTest, index: number): Row {
  const place = file && `${plain(file)}${line ? `:${line}` : ''}`;
  return {
    id: `run ${run.run} test ${index}`,
    label: plain(name),
    ...(place && { description: place }),
    icon: 'error',
    tint: 'failed',
    tooltip: [plain(name), place, message && message.split('\n').map(plain).join('\n')].filter(Boolean).join('\n'),
    ...(file && staysInside(file) && { opens: { file, ...(line && { line }) } }),
  };
}

/** The last lines of the log, where no report has named the tests. */
const lineRows = ({ run, lines }: CiRun): readonly Row[] =>
  lines.map((line, index) => ({
    id: `run ${run} line ${index}`,
    label: plain(line),
    icon: 'blank',
    tooltip: plain(line),
  }));

/** Whether a path that came over the wire is below the repository's root on every system: no root, drive, share or `..` in it. */
export const staysInside = (file: string): boolean =>
  !/[\\:\p{Cc}]/u.test(file) && !file.startsWith('/') && !file.split('/').includes('..');
