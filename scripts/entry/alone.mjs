import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimes, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from './place.mjs';
import { say } from './say.mjs';

const beatMs = 2_000;
const deadAfterMs = 60_000;

/**
 * Does `work` while no other run is at work on the same folder, and waits for that one first: two `npm ci` at once break each
 * other. A run that died holds nobody up.
 * @param {string} folder
 * @param {() => Promise<void>} work
 */
export async function alone(folder, work) {
  const lock = join(cacheFolder(), `busy-${createHash('sha1').update(folder).digest('hex').slice(0, 12)}`);
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; !take(lock); told = true) {
    if (isDead(lock)) bury(lock);
    else if (!told) say(`waiting for another run that is at work in ${folder}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const beat = setInterval(() => utimes(lock, new Date(), new Date(), () => {}), beatMs);
  try {
    await work();
  } finally {
    clearInterval(beat);
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * No process of that id, or one that has not said so for a minute: ids are given out again.
 * @param {string} lock
 */
function isDead(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > deadAfterMs) return true;
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return false;
  } catch (error) {
    // Its owner may stand between making the file and writing to it (pid 0 is us, and alive), or have just finished.
    return codeOf(error) === 'ESRCH';
  }
}

/**
 * Moves a dead run's lock away. Another waiter may have done so first, and then what was moved is a living one's: it goes back.
 * @param {string} lock
 */
function bury(lock) {
  const grave = `${lock}.${process.pid}`;
  try {
    renameSync(lock, grave);
    if (!isDead(grave)) linkSync(grave, lock);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error))) throw error;
  }
  rmSync(grave, { force: true });
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
