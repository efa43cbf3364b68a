import type {
  ServerAboutResponseDto,
  ServerConfigDto,
  ServerFeaturesDto,
  ServerMediaTypesResponseDto,
  ServerStatsResponseDto,
  ServerStorageResponseDto,
  ServerVersionHistoryResponseDto,
  ServerVersionResponseDto,
} from '@immich/sdk';
import { isListed } from '../access.ts';
import type { Plain } from '../api-version.ts';
import type { Deprecation } from '../http/deprecations.ts';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { supportedEndings } from '../media/media-types.ts';
import type { State } from '../state.ts';

function version(text: string): Plain<ServerVersionResponseDto> {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return { major, minor, patch, prerelease: null };
}

const features = {
  configFile: false,
  duplicateDetection: false,
  email: false,
  facialRecognition: false,
  importFaces: false,
  map: true,
  oauth: false,
  oauthAutoLaunch: false,
  ocr: false,
  passwordLogin: true,
  reverseGeocoding: false,
  search: true,
  sidecar: true,
  smartSearch: false,
  trash: true,
} satisfies Partial<ServerFeaturesDto>;

const config: ServerConfigDto = {
  externalDomain: '',
  isInitialized: true,
  isOnboarded: true,
  loginPageMessage: '',
  maintenanceMode: false,
  mapDarkStyleUrl: '',
  mapLightStyleUrl: '',
  minFaces: 3,
  oauthButtonText: 'Login with OAuth',
  publicUsers: true,
  trashDays: 30,
  userDeleteDelay: 7,
};

function statistics(state: State): Plain<ServerStatsResponseDto> {
  const usageByUser = [...state.users.values()].map((user) => {
    const assets = state.newestFirst(user.id).filter((asset) => asset.deletedAt === null && isListed(asset));
    const [photos, videos] = [
      assets.filter(({ type }) => type === 'IMAGE'),
      assets.filter(({ type }) => type === 'VIDEO'),
    ];
    const bytes = (list: typeof assets) => list.reduce((sum, { size }) => sum + size, 0);
    return {
      userId: user.id,
      userName: user.name,
      photos: photos.length,
      videos: videos.length,
      usage: user.usage,
      usagePhotos: bytes(photos),
      usageVideos: bytes(videos),
      quotaSizeInBytes: user.quota,
    };
  });
  const sum = (field: 'photos' | 'videos' | 'usage' | 'usagePhotos' | 'usageVideos') =>
    usageByUser.reduce((total, user) => total + user[field], 0);
  return {
    photos: sum('photos'),
    videos: sum('videos'),
    usage: sum('usage'),
    usagePhotos: sum('usagePhotos'),
    usageVideos: sum('usageVideos'),
    usageByUser,
  };
}

const GIBIBYTE = 1024 ** 3;

/** A disk of 1 TiB with what the users hold on it. */
function storage(state: State): Plain<ServerStorageResponseDto> {
  const diskSizeRaw = 1024 * GIBIBYTE;
  const diskUseRaw = [...state.users.values()].reduce((sum, user) => sum + user.usage, 0);
  const text = (bytes: number) => `${(bytes / GIBIBYTE).toFixed(1)} GiB`;
  return {
    diskSizeRaw,
    diskUseRaw,
    diskAvailableRaw: diskSizeRaw - diskUseRaw,
    diskSize: text(diskSizeRaw),
    diskUse: text(diskUseRaw),
    diskAvailable: text(diskSizeRaw - diskUseRaw),
    diskUsagePercentage: Math.round((diskUseRaw / diskSizeRaw) * 10_000) / 100,
  };
}

/** Since 3.2 (its generated client); the successors are not offered here. */
const PUBLIC_CONFIG: Deprecation = { since: '3.2.0', successor: 'GET /public/config' };

/** Real server: ping, version, version-history, features, config and media-types need no key; about needs `server.about`. */
export const serverRoutes: readonly Route[] = [
  { method: 'GET', path: '/server/ping', permission: 'none', handle: () => json({ res: 'pong' }) },
  {
    method: 'GET',
    path: '/server/version',
    permission: 'none',
    handle: (context) => {
      const { prerelease, ...numbers } = version(context.version);
      return json(context.apiVersion === 'v3' ? { ...numbers, prerelease } : numbers);
    },
  },
  {
    method: 'GET',
    path: '/server/version-history',
    permission: 'none',
    handle: ({ state }) => json(state.versionHistory satisfies readonly ServerVersionHistoryResponseDto[]),
  },
  {
    method: 'GET',
    path: '/server/features',
    permission: 'none',
    deprecated: PUBLIC_CONFIG,
    // 3.1.0 tells it, 2.7.5 does not.
    handle: ({ apiVersion }) => json(apiVersion === 'v3' ? { ...features, realtimeTranscoding: false } : features),
  },
  { method: 'GET', path: '/server/config', permission: 'none', deprecated: PUBLIC_CONFIG, handle: () => json(config) },
  {
    method: 'GET',
    path: '/server/media-types',
    permission: 'none',
    handle: ({ version }) => json(supportedEndings(version) satisfies ServerMediaTypesResponseDto),
  },
  {
    method: 'GET',
    path: '/server/about',
    permission: 'server.about',
    handle: (context) =>
      json({
        version: `v${context.version}`,
        versionUrl: `https://github.com/immich-app/immich/releases/tag/v${context.version}`,
        licensed: false,
        repository: 'demo-immich',
      } satisfies ServerAboutResponseDto),
  },
  {
    method: 'GET',
    path: '/server/statistics',
    permission: 'server.statistics',
    admin: true,
    handle: ({ state }) => json(statistics(state)),
  },
  { method: 'GET', path: '/server/storage', permission: 'server.storage', handle: ({ state }) => json(storage(state)) },
];
