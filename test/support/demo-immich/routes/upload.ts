import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  AssetBulkUploadCheckDto,
  AssetBulkUploadCheckResponseDto,
  AssetBulkUploadCheckResult,
  AssetMediaCreateDto,
  AssetMediaResponseDto,
} from '@immich/sdk';
import { z } from 'zod';
import type { Plain } from '../api-version.ts';
import { ApiError, badRequest } from '../http/api-error.ts';
import { type ReceivedFile, receiveForm } from '../http/multipart.ts';
import { json, type Reply } from '../http/reply.ts';
import { validate } from '../http/request-body.ts';
import { bodyOf, type KeyContext, type Route, type ShapeOf, uuid } from '../http/route.ts';
import { fromFileDates } from '../media/dates.ts';
import { assetType } from '../media/media-types.ts';
import type { AssetRecord, Visibility } from '../records.ts';
import type { State } from '../state.ts';
import { metadataKey } from './asset-metadata.ts';
import { hexChecksum, visibility } from './fields.ts';

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
/** Real server: JSON in one text field; the SDK's form with repeated fields gets 400. */
const metadata = (version: string) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'Invalid input: expected array, received string' });
        return z.NEVER;
      }
    })
    .pipe(z.array(z.object({ key: metadataKey(version), value: z.record(z.string(), z.unknown()) })));

const shape = {
  fileCreatedAt: date,
  fileModifiedAt: date,
  filename: z.string().optional(),
  // Real server: the form's text must be one of these two.
  isFavorite: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  livePhotoVideoId: uuid.optional(),
  visibility: visibility.optional(),
} satisfies ShapeOf<AssetMediaCreateDto>;

/** Real server: v3 wants whole milliseconds, so the old "0:00:01.000" gets 400; v2 takes any text. */
const v3Form = z.object({
  ...shape,
  duration: z.string().regex(/^\d+$/, 'Invalid input: expected int, received string').transform(Number).optional(),
  deviceAssetId: z.string().default('NONE'),
  deviceId: z.string().default('NONE'),
});
/** Real server, v2: deviceAssetId and deviceId are required. */
const v2Form = z.object({
  ...shape,
  duration: z.string().optional(),
  deviceAssetId: z.string().min(1),
  deviceId: z.string().min(1),
});

interface UploadForm {
  readonly fileCreatedAt: Date;
  readonly fileModifiedAt: Date;
  readonly filename?: string | undefined;
  readonly isFavorite?: boolean | undefined;
  readonly livePhotoVideoId?: string | undefined;
  readonly visibility?: Visibility | undefined;
  readonly metadata?: { key: string; value: Record<string, unknown> }[] | undefined;
  readonly duration?: number | string | undefined;
  readonly deviceAssetId: string;
  readonly deviceId: string;
}

function readForm({ apiVersion, version }: KeyContext, fields: Readonly<Record<string, string>>): UploadForm {
  const notes = { metadata: metadata(version).optional() } satisfies ShapeOf<AssetMediaCreateDto>;
  if (Object.keys(fields).some((name) => name.startsWith('metadata['))) {
    return validate(v3Form.extend(notes), { ...fields, metadata: {} });
  }
  return apiVersion === 'v3' ? validate(v3Form.extend(notes), fields) : validate(v2Form.extend(notes), fields);
}

/** Real server: the film must be the user's own and a film; it becomes hidden at once. @throws ApiError 400 */
export function claimMotionHalf(state: State, userId: string, filmId: string): void {
  const film = state.assets.get(filmId);
  if (!film) throw badRequest('Live photo video not found');
  if (film.type !== 'VIDEO') throw badRequest('Live photo video must be a video');
  if (film.ownerId !== userId) throw badRequest('Live photo video does not belong to the user');
  if (film.visibility === 'timeline') film.visibility = 'hidden';
}

/** A record as it is before the server has looked into the file. */
export function newAsset(
  version: string,
  ownerId: string,
  file: ReceivedFile,
  sidecarPath: string | null,
  form: UploadForm,
): AssetRecord {
  const now = new Date();
  const duration = typeof form.duration === 'number' && form.duration > 0 ? form.duration : null;
  return {
    id: randomUUID(),
    ownerId,
    type: assetType(file.name, version) ?? 'IMAGE',
    checksum: file.checksum,
    path: file.path,
    size: file.size,
    originalFileName: form.filename || file.name,
    fileCreatedAt: form.fileCreatedAt,
    fileModifiedAt: form.fileModifiedAt,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    visibility: form.visibility ?? 'timeline',
    isFavorite: form.isFavorite ?? false,
    livePhotoVideoId: form.livePhotoVideoId ?? null,
    stackId: null,
    duration,
    sidecarPath,
    contentIdentifier: null,
    tagIds: new Set(),
    exif: {
      description: '',
      capturedAt: fromFileDates(form.fileCreatedAt, form.fileCreatedAt),
      latitude: null,
      longitude: null,
      rating: null,
      width: null,
      height: null,
      orientation: null,
      make: null,
      model: null,
      lensModel: null,
    },
    edited: new Set(),
    written: {},
    extracted: false,
    metadata: new Map((form.metadata ?? []).map(({ key, value }) => [key, { value, updatedAt: now }])),
    deviceAssetId: form.deviceAssetId,
    deviceId: form.deviceId,
  };
}

const answer = (id: string, status: 'created' | 'duplicate'): Reply =>
  json({ id, status } satisfies Plain<AssetMediaResponseDto>, status === 'created' ? 201 : 200);

/**
 * POST /assets. Real server: a known `x-immich-checksum` is answered at once, before the body is read; the header is trusted for
 * nothing else. A duplicate changes nothing, wherever it is, the trash included.
 */
async function upload(context: KeyContext): Promise<Reply> {
  const { state, user, apiVersion } = context;
  const announced = context.request.headers['x-immich-checksum'];
  const known = typeof announced === 'string' && state.findByChecksum(user.id, hexChecksum(announced));
  if (known) return answer(known.id, 'duplicate');

  const received = await receiveForm(context.body, context.request.headers, {
    folder: join(context.folder, 'upload', user.id),
    corrupt: context.fault?.kind === 'corrupt-upload',
    version: context.version,
  });
  const { assetData, sidecarData } = received;
  const dropFiles = () => Promise.all([assetData, sidecarData].map((file) => file && rm(file.path, { force: true })));
  try {
    const form = readForm(context, received.fields);
    if (!assetData) throw badRequest('Field(s) assetData should not be empty');
    // Real server: 3.1.0 refuses it, 2.7.5 takes it.
    if (assetData.size === 0 && apiVersion === 'v3') throw badRequest('File is empty');
    if (context.fault?.kind === 'refuse-contents' && context.fault.checksums.includes(assetData.checksum))
      throw new ApiError(context.fault.status, `Ordered refusal ${context.fault.status}`);
    if (user.quota !== null && user.usage + assetData.size > user.quota) {
      throw badRequest('Quota has been exceeded!');
    }
    if (form.livePhotoVideoId !== undefined) claimMotionHalf(state, user.id, form.livePhotoVideoId);
    const twin = state.findByChecksum(user.id, assetData.checksum);
    if (twin) {
      await dropFiles();
      return answer(twin.id, 'duplicate');
    }
    const sidecarPath = sidecarData ? `${assetData.path}.xmp` : null;
    const asset = newAsset(context.version, user.id, assetData, sidecarPath, form);
    // Before any waiting: of several uploads of the same bytes at once exactly one may become the asset.
    state.addAsset(asset);
    if (sidecarData && sidecarPath !== null) await rename(sidecarData.path, sidecarPath);
    context.background.uploaded(asset.id);
    return answer(asset.id, 'created');
  } catch (error) {
    await dropFiles();
    throw error;
  }
}

const checkBody = z.object({
  assets: z.array(z.object({ id: z.string(), checksum: z.string() })),
} satisfies ShapeOf<AssetBulkUploadCheckDto>);

/** POST /assets/bulk-upload-check. Real server: per user; it finds trashed and locked assets too. */
async function bulkUploadCheck(context: KeyContext): Promise<Reply> {
  const { assets } = await bodyOf(context, checkBody);
  const lie = context.fault?.kind === 'lie' ? context.fault : null;
  const results = assets.map(({ id, checksum }): Plain<AssetBulkUploadCheckResult> => {
    const hex = hexChecksum(checksum);
    const found = context.state.findByChecksum(context.user.id, hex);
    const lied = lie && (lie.checksums?.includes(hex) ?? true) ? lie.say : null;
    const isThere = lied === null ? found !== undefined : lied === 'reject';
    if (!isThere) return { id, action: 'accept' };
    const assetId = found?.id ?? randomUUID();
    return { id, action: 'reject', reason: 'duplicate', assetId, isTrashed: (found?.deletedAt ?? null) !== null };
  });
  return json({ results } satisfies Plain<AssetBulkUploadCheckResponseDto>);
}

export const uploadRoutes: readonly Route[] = [
  { method: 'POST', path: '/assets', permission: 'asset.upload', handle: upload },
  { method: 'POST', path: '/assets/bulk-upload-check', permission: 'asset.upload', handle: bulkUploadCheck },
];
