import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceReader } from '../../../../bridge/adapters/ci/gitlab/trace.ts';

const escape = '\u001b';

function read(trace: string, cuts: readonly number[] = []): string {
  const reader = traceReader('plain', ['a secret word']);
  const bytes = Buffer.from(trace);
  const ends = [...cuts.map((at) => at % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  let out = '';
  let at = 0;
  for (const end of ends) {
    out += reader.push(bytes.subarray(at, end));
    at = end;
  }
  return out + reader.end();
}

const trace = [
  `${escape}[0KRunning with gitlab-runner 18.0.0`,
  `section_start:1560896352:prepare_script\r${escape}[0K${escape}[0K${escape}[36;1mPreparing environment${escape}[0;m`,
  'Running on runner-1…',
  `section_end:1560896353:prepare_script\r${escape}[0Ksection_start:1560896353:step_script[collapsed=true]\r${escape}[0KRun`,
  `${escape}[32;1m$ make${escape}[0;m`,
  'Grüße, 世界 says a secret word',
  `section_end:1560896354:step_script\r${escape}[0K${escape}[31;1mERROR: Job failed: exit code 1`,
  `${escape}[0;m`,
].join('\n');

const told = [
  'Running with gitlab-runner 18.0.0',
  '##[group] Preparing environment',
  'Running on runner-1…',
  '##[endgroup]',
  '##[group] Run',
  '$ make',
  'Grüße, 世界 says ***',
  '##[endgroup]',
  '##[error] ERROR: Job failed: exit code 1',
];

describe('the log of a GitLab job', () => {
  it('has its sections as groups, and the error of the runner as one', () => {
    expect(read(trace).trimEnd().split('\n')).toEqual(told);
  });

  it('[T15] is the same in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2000), { maxLength: 12 }), (cuts) => {
        expect(read(trace, cuts)).toBe(read(trace));
      }),
    );
  });

  it('has no times before its lines, and joins lines that were written in parts', () => {
    const stamped = [
      '2024-05-22T12:43:46.962646Z 00O Running',
      '2024-05-22T12:43:46.962646Z 00O+ on',
      '2024-05-22T12:43:46.962647Z 00O+ and on',
      `2024-05-22T12:43:47Z 01E section_start:1:x\r${escape}[0K`,
      '2024-05-22T12:43:47Z 01E two',
      'three',
    ].join('\n');
    expect(read(stamped).trimEnd().split('\n')).toEqual(['Running on and on', '##[group] x', 'two', 'three']);
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 8 }), (cuts) => {
        expect(read(stamped, cuts)).toBe(read(stamped));
      }),
    );
  });

  it('does not lose what looks like a section and is none', () => {
    for (const line of ['section_start:x', 'section_start:1:', 'the section_end:of it', '2024 00O']) {
      expect(read(line)).toBe(`${line}\n`);
    }
  });

  it('gives a line that does not end', () => {
    const reader = traceReader('plain', []);
    let out = 0;
    for (let piece = 0; piece < 64; piece += 1) out += reader.push(Buffer.alloc(64 * 1024, 'x')).length;
    expect(out).toBeGreaterThan(3 * 1024 * 1024);
  });
});
