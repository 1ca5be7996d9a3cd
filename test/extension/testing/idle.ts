import { stat } from 'node:fs/promises';

const turns = 30;

/** Gives others their turn at files and processes, so that what is not to happen has had time to. What is to happen is polled for. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await stat('.');
    await new Promise((resolve) => setImmediate(resolve));
    if (process.getActiveResourcesInfo().includes('ProcessWrap')) turn = 0;
  }
}
