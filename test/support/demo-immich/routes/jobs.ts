import type { QueueCommandDto, QueueResponseDto, QueueResponseLegacyDto, QueuesResponseLegacyDto } from '@immich/sdk';
import { z } from 'zod';
import type { Plain } from '../api-version.ts';
import { validationFailed } from '../http/api-error.ts';
import type { Deprecation } from '../http/deprecations.ts';
import { json } from '../http/reply.ts';
import { bodyOf, type Route, type ShapeOf } from '../http/route.ts';
import type { JobQueue } from '../media/job-queue.ts';

type QueueName = keyof QueuesResponseLegacyDto;

const NAMES = [
  'backgroundTask',
  'backupDatabase',
  'duplicateDetection',
  'editor',
  'faceDetection',
  'facialRecognition',
  'integrityCheck',
  'library',
  'metadataExtraction',
  'migration',
  'notifications',
  'ocr',
  'search',
  'sidecar',
  'smartSearch',
  'storageTemplateMigration',
  'thumbnailGeneration',
  'videoConversion',
  'workflow',
] as const satisfies readonly QueueName[];

const queueName = z.enum(NAMES);
const order = z.object({
  command: z.enum(['start', 'pause', 'resume', 'empty', 'clear-failed']),
  force: z.boolean().optional(),
} satisfies ShapeOf<QueueCommandDto>);

/** Only metadata extraction does any work here; the other queues are always empty. */
function queue(name: QueueName, jobs: JobQueue): Plain<QueueResponseLegacyDto> {
  const isReal = name === 'metadataExtraction';
  const active = isReal && jobs.isRunning ? 1 : 0;
  const isPaused = isReal && jobs.isPaused;
  const waiting = isReal ? jobs.length : 0;
  return {
    jobCounts: {
      active,
      completed: 0,
      failed: 0,
      delayed: 0,
      paused: isPaused ? waiting : 0,
      waiting: isPaused ? 0 : waiting,
    },
    queueStatus: { isActive: active > 0, isPaused },
  };
}

const successor = (
  name: QueueName,
  { jobCounts, queueStatus }: Plain<QueueResponseLegacyDto>,
): Plain<QueueResponseDto> => ({
  name,
  isPaused: queueStatus.isPaused,
  statistics: jobCounts,
});

const QUEUES: Deprecation = { since: '2.4.0', successor: '/queues' };

/** Real server: an administrator's key with `job.create` or `job.read` only; any other user's key gets 403 "Forbidden". */
export const jobRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/jobs',
    deprecated: QUEUES,
    permission: 'job.read',
    admin: true,
    handle: ({ jobs }) => json(Object.fromEntries(NAMES.map((name) => [name, queue(name, jobs)]))),
  },
  {
    method: 'GET',
    path: '/queues',
    since: '2.4.0',
    permission: 'queue.read',
    admin: true,
    handle: ({ jobs }) => json(NAMES.map((name) => successor(name, queue(name, jobs)))),
  },
  {
    method: 'PUT',
    path: '/jobs/:name',
    deprecated: QUEUES,
    permission: 'job.create',
    admin: true,
    handle: async (context) => {
      const { state, jobs, background } = context;
      const named = queueName.safeParse(context.params.name);
      if (!named.success) throw validationFailed(named.error.issues.map((issue) => ({ ...issue, path: ['name'] })));
      const { command } = await bodyOf(context, order);
      if (named.data === 'metadataExtraction') {
        if (command === 'pause') jobs.pause();
        if (command === 'resume') jobs.resume();
        if (command === 'start') for (const id of state.assets.keys()) background.extract(id);
      }
      return json(queue(named.data, jobs));
    },
  },
];
