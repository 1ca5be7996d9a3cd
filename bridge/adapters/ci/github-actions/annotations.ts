import type { FailingTest } from '../../../../protocol/model/run.ts';
import { cut } from '../../../../reports/bounded.ts';
import { plain } from '../../../../reports/clean-log.ts';
import type { Annotation } from './schema.ts';
import { line } from './text.ts';

/** What the runner says of every step that fails. */
const empty =
  /^(?:Process completed with exit code -?\d+|The process '.{0,400}' failed with exit code -?\d+|The operation was canceled)\.?$/;

/** What went wrong at a place, as the annotations of a job say it: those that are failures, and say something. */
export const failuresAt = (annotations: readonly Annotation[], job: string): FailingTest[] =>
  annotations.flatMap((each) => {
    const message = cut(plain(each.message ?? '').trim(), 2000);
    if (each.annotation_level !== 'failure' || message === '' || empty.test(message)) return [];
    // An annotation of no file has the folder of the workflows.
    const file = each.path && !/^\.github\/?$/.test(each.path) ? line(each.path, 500) : '';
    const at = each.start_line ?? 0;
    return [
      {
        name: line(each.title, 500) || line(message.split('\n')[0], 500),
        ...(file !== '' && { file }),
        ...(file !== '' && at > 0 && { line: at }),
        message,
        job,
      },
    ];
  });
