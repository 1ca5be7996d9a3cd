import { join } from 'node:path';
import type { Repo } from '../rows.ts';
import type { Run } from '../rows-actions.ts';
import type { Site } from '../site.ts';
import { unzipInto, zipFiles } from './artifacts.ts';
import { textOf } from './expressions.ts';
import type { JobLog } from './job-log.ts';

type Inputs = Readonly<Record<string, unknown>>;

async function upload(site: Site, run: Run, folder: string, inputs: Inputs, log: JobLog): Promise<boolean> {
  const name = textOf(inputs['name'] ?? 'artifact');
  const patterns = textOf(inputs['path'])
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const { zip, count } = await zipFiles(folder, patterns);
  if (count === 0) {
    const words = `No files were found with the provided path: ${patterns.join(' ')}. No artifacts will be uploaded.`;
    if (inputs['if-no-files-found'] === 'error') {
      log.fail(words);
      return false;
    }
    log.printed(`::warning::${words}`);
    return true;
  }
  const id = site.next('artifact');
  run.artifacts.push({ id, name, zip, at: site.now(), expired: false });
  log.write(`With the provided path, there will be ${count} file${count === 1 ? '' : 's'} uploaded`);
  log.write(`Artifact ${name} has been successfully uploaded! Final size is ${zip.length} bytes. Artifact ID is ${id}`);
  return true;
}

/** The few actions that are known here. False: it failed. */
export async function runAction(
  site: Site,
  repo: Repo,
  run: Run,
  folder: string,
  uses: string,
  inputs: Inputs,
  log: JobLog,
): Promise<boolean> {
  log.write(`##[group]Run ${uses}`);
  for (const [name, value] of Object.entries(inputs)) log.write(`  ${name}: ${textOf(value)}`);
  log.write('##[endgroup]');
  if (uses.startsWith('actions/checkout@')) {
    log.write(`Syncing repository: ${repo.owner.login}/${repo.name}`);
    log.write(`HEAD is now at ${run.sha.slice(0, 7)} ${run.suite.commit.message.split('\n')[0] ?? ''}`);
    return true;
  }
  if (uses.startsWith('actions/upload-artifact@')) return upload(site, run, folder, inputs, log);
  if (uses.startsWith('actions/download-artifact@')) {
    const wanted = inputs['name'];
    const found = run.artifacts.filter((each) => wanted === undefined || each.name === textOf(wanted));
    for (const each of found)
      await unzipInto(join(folder, textOf(inputs['path']), wanted === undefined ? each.name : ''), each.zip);
    if (found.length === 0) log.fail(`Unable to download artifact(s): Artifact not found for name: ${textOf(wanted)}`);
    return found.length > 0;
  }
  if (/^actions\/(setup-[a-z]+|cache)(\/[a-z]+)?@/.test(uses)) return true;
  log.fail(`Unable to resolve action ${uses}, repository not found`);
  return false;
}
