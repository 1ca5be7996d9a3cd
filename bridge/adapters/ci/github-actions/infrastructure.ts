import { line } from './text.ts';

/** What GitHub, a runner or its system says where no test is to blame. Each stands alone in a message or a line. */
const words = [
  /\brunner (?:has )?lost communication with the server\b/i,
  /\brunner has received a shutdown signal\b/i,
  /\brunner (?:was|has been) (?:lost|terminated|preempted)\b/i,
  /\bNo space left on device\b/,
  /\bdisk (?:space )?(?:is )?(?:full|running low)\b|\bYou are running out of disk space\b/i,
  /\bThe job was not acquired by Runner\b/i,
  /\bjob was not started because\b/i,
  /\bAn internal error (?:has )?occurred\b|\bGitHub Actions has encountered an internal error\b/i,
  /\bNo runners? (?:matching|found|available)\b|\bwaiting for a runner to pick up this job\b.*\btimed? ?out\b/i,
  /\bFailed to (?:download action|resolve action download info|initialize container|get ID token)\b/i,
  /\bDocker pull failed\b|\btoomanyrequests\b/i,
  /\bUnable to (?:resolve host|access ['"]https:\/\/github\.com)\b|\bCould not resolve host\b/i,
] as const;

/** Of one line more is not looked at. */
const mostCharacters = 1000;

/** The first line of these that says that the engine failed, or the machine, and no test; undefined where none does. */
export function infrastructureIn(lines: Iterable<string>): string | undefined {
  for (const each of lines) {
    const text = each.slice(0, mostCharacters);
    if (words.some((word) => word.test(text))) return line(text.replace(/^##\[\w+\] ?/, ''), 300);
  }
  return undefined;
}
