export { type ApiVersion, isSince } from './api-version.ts';
export type { DemoBackup } from './backup.ts';
export {
  type DemoAlbumOptions,
  type DemoAssetOptions,
  type DemoImmich,
  type DemoKeyOptions,
  type DemoOptions,
  type DemoUserOptions,
  type HeldAssetOptions,
  startDemoImmich,
} from './demo-immich.ts';
export type { Fault, FaultOrder } from './http/faults.ts';
export type { Hook } from './http/hooks.ts';
export type { LoggedRequest, RequestMatch } from './http/request-log.ts';
export type { SidecarRace } from './media/background.ts';
export { type PermissionName, SYNC_PERMISSIONS } from './permissions.ts';
export { ROUTES } from './routes/index.ts';
export type { AlbumView, AssetView, DemoSnapshot } from './views.ts';
