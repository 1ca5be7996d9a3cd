import type { Services } from '../services.ts';

/** Takes the branch back from the room, and sends nothing more of it until it is resumed. */
export async function pauseSharing({ memory, refresh }: Services): Promise<void> {
  await memory.pause(true);
  refresh();
}
