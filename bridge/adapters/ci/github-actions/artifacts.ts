import { setImmediate } from 'node:timers/promises';
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';
import type { GitHubClient } from '../../github/client.ts';
import { reportedTests } from '../../../../reports/test-report.ts';
import type { ReportedTest } from '../../../../reports/reported-test.ts';
import type { RunPlace } from './run-place.ts';
import { unlessGone } from './runs.ts';
import { type Artifact, ArtifactList } from './schema.ts';
import { instant } from './text.ts';

/** Artefacts that are called like reports of tests. */
const named = /junit|test-?results?|test-?reports?|ctrf/i;

/** Of a run so many are read, each no larger than this while it is packed. */
const mostArtifacts = 5;
const mostPacked = 10 * 1024 * 1024;

/** Of an archive so many files are unpacked, and so much of them together. */
const mostFiles = 500;
const mostUnpacked = 12 * 1024 * 1024;

/** So much is unpacked at a time: it may become a thousand times as much. */
const chunkBytes = 16 * 1024;

/** The tests in the reports that an attempt of a run has kept. */
export async function testsKept(client: GitHubClient, at: RunPlace, since: number): Promise<readonly ReportedTest[]> {
  const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts';
  const list = await unlessGone(client.request(route, { ...at, per_page: 100 }, ArtifactList));
  const tests: ReportedTest[] = [];
  for (const { id } of (list?.artifacts ?? []).filter((each) => isReport(each, since)).slice(0, mostArtifacts)) {
    const zip = 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}';
    const wish = { owner: at.owner, repo: at.repo, artifact_id: id, archive_format: 'zip' };
    const found = await unlessGone(client.download(zip, wish, mostPacked));
    for (const test of found && !found.cut ? await testsIn(found.bytes) : []) tests.push(test);
  }
  return tests;
}

/** What an earlier attempt has kept says nothing of this one. */
const isReport = ({ name, size_in_bytes, expired, created_at }: Artifact, since: number): boolean =>
  named.test(name) && size_in_bytes <= mostPacked && !expired && (instant(created_at) ?? since) >= since;

/**
 * The tests of all reports in an archive, as far as they can be unpacked. It comes from whoever may push: what it says of its own sizes is
 * not believed, and its names lead nowhere, as nothing is written.
 */
export async function testsIn(zip: Uint8Array): Promise<readonly ReportedTest[]> {
  const tests: ReportedTest[] = [];
  for (const file of await unpacked(zip)) {
    // One by one: there may be more than a call takes.
    for (const test of reportedTests(file.toString('utf8'))) tests.push(test);
    await setImmediate();
  }
  return tests;
}

async function unpacked(zip: Uint8Array): Promise<readonly Buffer[]> {
  const files: Buffer[] = [];
  let begun = 0;
  let size = 0;
  const unzip = new Unzip((file) => {
    if (!/\.(?:xml|json|jsonl|ndjson|tap|trx)$/i.test(file.name) || begun >= mostFiles) return;
    begun += 1;
    collect(file);
  });
  const collect = (file: UnzipFile): void => {
    let parts: Uint8Array[] = [];
    file.ondata = (error, part, final) => {
      size += part?.length ?? 0;
      if (error || size > mostUnpacked) parts = [];
      else parts.push(part);
      if (final && !error && size <= mostUnpacked) files.push(Buffer.concat(parts));
    };
    file.start();
  };
  unzip.register(UnzipInflate);
  try {
    for (let from = 0; from < zip.length; from += chunkBytes) {
      unzip.push(zip.subarray(from, from + chunkBytes), from + chunkBytes >= zip.length);
      await setImmediate();
      if (size > mostUnpacked) break;
    }
  } catch {
    // It is no archive, or a broken one: what has come out of it counts.
  }
  return files;
}
