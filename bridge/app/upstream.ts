import { PlatformError } from '../ports/platform-error.ts';
import { type Outcome, refuse } from './outcome.ts';

/** Does something at a vendor; a failure of the vendor is a refusal in our words, with the vendor's beside them. */
export async function upstream<T>(what: string, ask: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (error instanceof PlatformError) return refusalOf(what, error);
    throw error;
  }
}

function refusalOf(what: string, { fault, vendorWord, retryAfterMs }: PlatformError): Outcome<never> {
  switch (fault) {
    case 'refused':
      if (vendorWord === 'stale_target') return refuse('stale_target');
      return refuse('upstream_refused', `${what} refused: ${vendorWord}.`);
    case 'gone':
      return refuse('upstream_refused', `${what} does not have that any more (${vendorWord}).`);
    case 'unauthorised':
      return refuse(
        'upstream_refused',
        `${what} does not accept the bridge’s credentials. Whoever runs the bridge has to renew them.`,
      );
    case 'limited': {
      const refused = refuse('upstream_rate_limited', `${what} asks us to wait. Ask again ${inMinutes(retryAfterMs)}.`);
      return { ...refused, refusal: { ...refused.refusal, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
    }
    case 'unsure':
      return refuse(
        'indeterminate',
        `${what} did not answer, so that it may have happened or not. Look before you ask again.`,
      );
    case 'unavailable':
      return refuse('upstream_unavailable', `${what} does not answer. Nothing was done; try again later.`);
  }
}

const inMinutes = (ms: number | undefined): string =>
  ms === undefined ? 'later' : ms < 90_000 ? 'in a minute' : `in ${Math.ceil(ms / 60_000)} minutes`;
