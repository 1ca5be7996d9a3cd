import { findSecrets } from '../../secrecy/find-secrets.ts';

const mostFiles = 500;
const longestName = 500;
/** A client's frame holds twice that, and a bridge compares no more. */
const mostBytes = 32_768;

/** The names of changed files that are told: none that is too long or looks like a secret, and no more than one message holds. */
export function tellableNames(names: readonly string[]): readonly string[] {
  let bytes = 0;
  const fit = names.filter((name) => {
    if (name.length > longestName || findSecrets(name).length > 0) return false;
    bytes += Buffer.byteLength(JSON.stringify(name)) + 1;
    return bytes <= mostBytes;
  });
  return fit.slice(0, mostFiles);
}
