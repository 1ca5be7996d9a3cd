import * as z from 'zod/mini';

/** What we use of Jenkins' remote API (https://www.jenkins.io/doc/book/using/remote-access-api/), and of the plugins of pipelines, git and JUnit. */

const text = z.nullish(z.string());
const count = z.int().check(z.nonnegative());
const millis = z.nullish(z.number().check(z.nonnegative()));

const Parameter = z.object({ name: z.string(), value: z.optional(z.unknown()) });
export type Parameter = z.infer<typeof Parameter>;

/** An action is of any kind: each has some of these. */
const Action = z.object({
  causes: z.nullish(z.array(z.object({ shortDescription: text, userId: text }))),
  parameters: z.nullish(z.array(Parameter)),
  lastBuiltRevision: z.nullish(z.object({ SHA1: text, branch: z.nullish(z.array(z.object({ name: text }))) })),
  totalCount: z.nullish(count),
  failCount: z.nullish(count),
  skipCount: z.nullish(count),
});

export const Build = z.object({
  number: count,
  queueId: z.nullish(z.int()),
  building: z.nullish(z.boolean()),
  result: text,
  timestamp: millis,
  duration: millis,
  url: text,
  actions: z.nullish(z.array(z.nullish(Action))),
});
export type Build = z.infer<typeof Build>;

const shortBuild = 'number,queueId,building,result,actions[lastBuiltRevision[SHA1]]';
export const buildTree =
  'number,queueId,building,result,timestamp,duration,url,actions[causes[shortDescription,userId],parameters[name,value],lastBuiltRevision[SHA1,branch[name]],totalCount,failCount,skipCount]';

export const Builds = z.object({ builds: z.nullish(z.array(Build)) });
export const queueTree = 'builds[number,queueId]{0,200}';

export const Newest = z.object({
  builds: z.nullish(z.array(Build)),
  jobs: z.nullish(z.array(z.object({ name: z.string(), builds: z.nullish(z.array(Build)) }))),
});
export const newestTree = `builds[${shortBuild}]{0,20},jobs[name,builds[${shortBuild}]{0,3}]{0,300}`;

/** `value` of the default is absent where it is a password. */
const Definition = z.object({
  name: z.string(),
  type: text,
  description: text,
  choices: z.nullish(z.array(z.string())),
  defaultParameterValue: z.nullish(z.object({ value: z.optional(z.unknown()) })),
});
export type Definition = z.infer<typeof Definition>;
export const Job = z.object({
  buildable: z.nullish(z.boolean()),
  jobs: z.nullish(z.array(z.object({ name: text }))),
  property: z.nullish(z.array(z.nullish(z.object({ parameterDefinitions: z.nullish(z.array(Definition)) })))),
});
export type Job = z.infer<typeof Job>;
export const jobTree =
  'buildable,jobs[name]{0,1},property[parameterDefinitions[name,type,description,choices,defaultParameterValue[value]]]';

export const itemTree = 'id,cancelled,inQueueSince,why,executable[number]';
export const QueueItem = z.object({
  id: count,
  cancelled: z.nullish(z.boolean()),
  inQueueSince: millis,
  why: text,
  executable: z.nullish(z.object({ number: count })),
});
export type QueueItem = z.infer<typeof QueueItem>;

export const Crumb = z.object({ crumb: z.string(), crumbRequestField: z.string() });

/** https://plugins.jenkins.io/pipeline-rest-api/ */
const Stage = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  startTimeMillis: millis,
  durationMillis: millis,
});
export type Stage = z.infer<typeof Stage>;
export const Description = z.object({ status: z.string(), stages: z.nullish(z.array(Stage)) });
export const PendingInputs = z.array(
  z.object({ id: z.string(), message: text, inputs: z.nullish(z.array(z.unknown())) }),
);
export type PendingInputs = z.infer<typeof PendingInputs>;

export const TestReport = z.object({
  suites: z.array(
    z.object({
      name: text,
      cases: z.nullish(
        z.array(z.object({ className: text, name: text, status: text, errorDetails: text, errorStackTrace: text })),
      ),
    }),
  ),
});
export type TestReport = z.infer<typeof TestReport>;
export const testTree = 'suites[name,cases[className,name,status,errorDetails,errorStackTrace]]';
