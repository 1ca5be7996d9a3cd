// A bridge with a hook in a process of its own, whose memory can be asked for: says its port, then for each line that it reads how many
// bytes it has now, and had at most since it was last asked.
import { createInterface } from 'node:readline';
import { systemClock } from '../../bridge/adapters/clock/system/index.ts';
import { startHookServer } from '../support/hook-server.ts';

const [bodyBytes] = process.argv.slice(2);
const most = bodyBytes === undefined ? {} : { bodyBytes: Number(bodyBytes), bodiesBytes: Number(bodyBytes) };
const limits = { refusalsAtOnce: 1_000_000, ...most };
const server = await startHookServer({ clock: systemClock(), limits });
const rss = () => process.memoryUsage.rss();
let peak = rss();
setInterval(() => (peak = Math.max(peak, rss())), 5).unref();
process.stdout.write(`${server.port}\n`);
createInterface(process.stdin).on('line', () => {
  process.stdout.write(`${JSON.stringify({ now: rss(), most: peak })}\n`);
  peak = rss();
});
