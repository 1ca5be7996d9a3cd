/** Resolves when `met` is true. For what nobody tells: another process, or a file. Rejects after 40 s, with the condition. */
export async function until(met: () => unknown, limitMs = 40_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await met())) {
    if (Date.now() > end) throw new Error(`not met within ${limitMs} ms: ${String(met)}`);
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
}
