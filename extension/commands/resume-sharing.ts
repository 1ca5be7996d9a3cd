import type { Services } from '../services.ts';

/** Lets what was agreed to be shared leave again. */
export async function resumeSharing({ memory, refresh }: Services): Promise<void> {
  await memory.pause(false);
  refresh();
}
