import type { BranchName, RepositoryId } from '../../protocol/model/ids.ts';
import type { CiReport } from './ci-provider.ts';

/** A delivery as it came in by HTTP. Header names are in lower case; one that came twice has both values, joined by a comma and a blank. */
export interface RawDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** When it came. */
  readonly at: number;
}

/** What a delivery means. */
export type Heard =
  /** The signature is missing or wrong, or too old. */
  | { readonly type: 'unsigned' }
  /** Signed, but not what its own header calls it, or of no shape that we know. */
  | { readonly type: 'malformed'; readonly why: string }
  /** Known, and of no concern to a card. `event` is its name, with its action: `star.created`. */
  | { readonly type: 'ignored'; readonly event: string; readonly why: string }
  | {
      readonly type: 'heard';
      readonly event: string;
      /** The provider's id of the delivery. It may be unsigned, so it is for people who look for it, and for nothing else. */
      readonly id: string;
      /** Whom `report` is from: a CiProvider's id. */
      readonly provider?: string;
      readonly report?: CiReport;
      /** Branches of which the forge has something new to say, which has to be asked for: `all` that have a card. */
      readonly moved?: { readonly repository: RepositoryId; readonly branches: readonly BranchName[] | 'all' };
    };

/** Where an outside system tells us that something happened: `POST /hooks/ID`. A delivery informs; it never authorises anything ([W6]). */
export interface Hook {
  readonly id: string;
  /** Ids of the forges and providers of CI whose news come here. */
  readonly sources: readonly string[];
  /** Checks the signature on the raw bytes, in constant time, and only then reads them ([W1]). Never throws. */
  hear(delivery: RawDelivery): Promise<Heard>;
}
