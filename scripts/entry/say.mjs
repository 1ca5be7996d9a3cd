/**
 * One line to the person. It goes to stderr: stdout belongs to the task.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`shiproom: ${text}\n`);
}
