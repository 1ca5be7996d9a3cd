import type { CiDeed, CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitLabPipeline } from '../../gitlab/pipeline.ts';
import { asItStands } from '../as-it-stands.ts';
import { answerGate, cancelPipeline, noRerun, retryFailed, retryJob } from './deeds.ts';
import type { Place } from './read-pipeline.ts';
import type { Runs } from './runs.ts';
import { startPipeline } from './start.ts';

/** Does what is asked, and answers with the run as it stands then; undefined where there was nothing to do. */
export async function act(runs: Runs, deed: CiDeed): Promise<CiReport | undefined> {
  if (deed.type === 'start') {
    const place = runs.placeOf(deed.repository);
    if (!place) throw new PlatformError('refused', 'unknown_repository');
    const id = await startPipeline(place, deed);
    return asItStands(async () => (await runs.read(place, id))[0]);
  }
  if (deed.type === 'rerun' && deed.what === 'all') throw noRerun(deed.run);
  if (deed.type === 'rerun' && deed.debug) throw new PlatformError('refused', 'a retry cannot be asked to tell more');
  if (!runs.find(deed.run.run)) throw new PlatformError('refused', 'unknown_run');
  const found = await runs.pipeline(deed.run.run);
  if (!found) throw new PlatformError('gone', 'the pipeline was deleted');
  if (!(await doTo(found.place, found.pipeline, deed))) return undefined;
  return asItStands(async () => (await runs.read(found.place, found.pipeline.id))[0], deed.run);
}

type Later = Exclude<CiDeed, { type: 'start' }>;

/** Does it; false where there is nothing to do. */
async function doTo(place: Place, pipeline: GitLabPipeline, deed: Later): Promise<boolean> {
  switch (deed.type) {
    case 'cancel':
      return cancelPipeline(place, pipeline);
    case 'decide':
      await answerGate(place, pipeline, deed);
      return true;
    case 'rerun':
      if (typeof deed.what === 'string') return retryFailed(place, pipeline);
      await retryJob(place, pipeline, deed.what.job);
      return true;
  }
}
