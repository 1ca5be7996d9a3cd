/** What a commit's `pipeline.json` says, which stands for its Jenkinsfile here. */
export interface Pipeline {
  readonly parameters?: readonly Definition[];
  readonly stages: readonly {
    readonly name: string;
    readonly script: string;
    readonly input?: string;
    readonly asks?: string;
  }[];
}

export interface Definition {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
  readonly choices?: readonly string[];
  readonly defaultParameterValue?: { readonly value?: string | boolean };
}

export interface StageRecord {
  readonly id: string;
  readonly name: string;
  status: string;
  readonly startTimeMillis: number;
  durationMillis: number;
}

export interface BuildRecord {
  readonly job: JobRecord;
  readonly number: number;
  readonly queueId: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly timestamp: number;
  readonly stages: StageRecord[];
  building: boolean;
  result: string | null;
  duration: number;
  log: string;
  commit?: string;
  branch?: string;
  report?: {
    readonly failCount: number;
    readonly skipCount: number;
    readonly passCount: number;
    readonly suites: unknown;
  };
  pending?: {
    readonly id: string;
    readonly message: string;
    readonly inputs: readonly unknown[];
    answer(yes: boolean): void;
  };
  stop(): void;
}

/** A job of a branch, or one that is told its branch by a parameter. */
export interface JobRecord {
  /** Its address below Jenkins', as `/job/web/job/main`. */
  readonly at: string;
  readonly name: string;
  readonly branch?: string;
  readonly definitions: readonly Definition[];
  readonly builds: BuildRecord[];
}

export interface QueueRecord {
  readonly id: number;
  readonly job: JobRecord;
  readonly parameters: Readonly<Record<string, string>>;
  readonly inQueueSince: number;
  cancelled: boolean;
  number?: number;
}
