import type { Services } from '../services.ts';

/** Asks where results of tests may be read from, and says what each source reads. */
export async function chooseTestSources(_services: Services, _argument?: unknown): Promise<void> {}
