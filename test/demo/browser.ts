import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A window that the demo has opened. */
export interface OpenBrowser {
  close(): Promise<void>;
}

/** Opens Chromium on the demo, in a profile that goes with it; where there is no Chromium or no screen, the address on the terminal has to do. */
export async function openBrowser(
  chromium: string | undefined,
  address: string,
  say: (text: string) => void,
): Promise<OpenBrowser | undefined> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const why =
    chromium === undefined
      ? 'no Chromium was found'
      : (DISPLAY ?? WAYLAND_DISPLAY) === undefined
        ? 'there is no screen here'
        : process.getuid?.() === 0
          ? 'Chromium does not run as root'
          : undefined;
  if (chromium === undefined || why !== undefined) {
    say(`${why}: open the address above yourself, in Chromium or another browser`);
    return undefined;
  }
  const profile = await mkdtemp(join(tmpdir(), 'shiproom-browser-'));
  const args = [`--user-data-dir=${profile}`, '--no-first-run', '--no-default-browser-check', '--new-window', address];
  const child = spawn(chromium, args, { stdio: 'ignore' });
  const ended = once(child, 'close').catch(() => {});
  return {
    async close() {
      child.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
