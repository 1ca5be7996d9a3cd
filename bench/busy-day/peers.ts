import { pace } from '../../bridge/domain/pace.ts';
import { day, people, plan } from './plan.ts';

/** Calls of one poller for each developer: of the branch that each is on, its pull request, its runs, and the jobs of those under way. */
export function peers(): number {
  const acts = plan();
  let calls = 0;
  for (let person = 0; person < people; person += 1) {
    const own = acts.filter(({ branch }) => branch % people === person);
    for (let now = 0; now < day; ) {
      const past = own.filter(({ at }) => at <= now);
      const ended = new Set(past.filter(({ type }) => type === 'end').map(({ run }) => run));
      const open = past.filter(({ type, run }) => type === 'begin' && !ended.has(run)).length;
      calls += 2 + open;
      const movedAt = past.findLast(({ type }) => type === 'push')?.at;
      now += pace({ now, hooked: false, watched: true, movedAt, underWay: open > 0 });
    }
  }
  return calls;
}
