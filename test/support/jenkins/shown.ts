import type { BuildRecord, JobRecord, QueueRecord } from './records.ts';

/** A build as the remote API shows it. */
export const shownBuild = (url: string, build: BuildRecord) => ({
  _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
  actions: [
    {
      _class: 'hudson.model.CauseAction',
      causes: [{ shortDescription: 'Started by user Shiproom', userId: 'shiproom', userName: 'Shiproom' }],
    },
    {},
    ...(build.job.definitions.length > 0
      ? [
          {
            _class: 'hudson.model.ParametersAction',
            parameters: build.job.definitions.map(({ name, type }) =>
              type === 'PasswordParameterDefinition' ? { name } : { name, value: build.parameters[name] },
            ),
          },
        ]
      : []),
    ...(build.commit === undefined
      ? []
      : [
          {
            _class: 'hudson.plugins.git.util.BuildData',
            lastBuiltRevision: { SHA1: build.commit, branch: [{ SHA1: build.commit, name: `origin/${build.branch}` }] },
            remoteUrls: ['https://git.example.org/acme/web.git'],
          },
        ]),
    ...(build.report
      ? [
          {
            failCount: build.report.failCount,
            skipCount: build.report.skipCount,
            totalCount: build.report.failCount + build.report.skipCount + build.report.passCount,
            urlName: 'testReport',
          },
        ]
      : []),
    null,
  ],
  building: build.building,
  duration: build.duration,
  number: build.number,
  queueId: build.queueId,
  result: build.result,
  timestamp: build.timestamp,
  url: `${url}${build.job.at}/${build.number}/`,
});

/** A job, the newest of its builds first. */
export const shownJob = (url: string, job: JobRecord) => ({
  _class: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
  name: job.name,
  buildable: true,
  builds: job.builds.map((build) => shownBuild(url, build)).toReversed(),
  property: [{}, ...(job.definitions.length > 0 ? [{ parameterDefinitions: job.definitions }] : [])],
});

export const shownItem = (url: string, { id, inQueueSince, cancelled, number, job }: QueueRecord) => ({
  id,
  inQueueSince,
  why: number === undefined && !cancelled ? 'Waiting for next available executor' : null,
  ...(cancelled && { cancelled }),
  ...(number !== undefined && { cancelled: false, executable: { number, url: `${url}${job.at}/${number}/` } }),
});

/** A pipeline, as its plugin shows it. */
export const described = (build: BuildRecord) => ({
  id: String(build.number),
  name: `#${build.number}`,
  status: build.building
    ? build.pending
      ? 'PAUSED_PENDING_INPUT'
      : 'IN_PROGRESS'
    : build.result === 'FAILURE'
      ? 'FAILED'
      : build.result,
  startTimeMillis: build.timestamp,
  durationMillis: build.duration,
  stages: build.stages,
});

export const pendingInputs = ({ pending, job, number }: BuildRecord) =>
  pending
    ? [
        {
          id: pending.id,
          message: pending.message,
          proceedText: 'Proceed',
          inputs: pending.inputs,
          proceedUrl: `${job.at}/${number}/input/${pending.id}/proceedEmpty`,
          abortUrl: `${job.at}/${number}/input/${pending.id}/abort`,
        },
      ]
    : [];
