import type { Services } from '../services.ts';

/** Runs one failing test of CI on this machine. */
export async function runTest(_services: Services, _argument?: unknown): Promise<void> {}
