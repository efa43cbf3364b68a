/** The settings as a window sees them, and one change from a window. */
import type { Engine } from '../../core/engine/engine.ts';
import { PERMISSIONS } from '../../core/immich/permissions.ts';
import { ProblemError } from '../../core/model/problem.ts';
import { type SectionName, type Settings, settingsSchema } from '../../core/settings/schema.ts';
import type { KeyView, SettingChange, SettingsView, SettingValues } from '../../shared/contract.ts';

const SHOWN_DUE_TIMES = 3;

export function settingsView(engine: Engine, key: KeyView): SettingsView {
  const settings = engine.settings.read();
  return {
    values: valuesOf(settings),
    key,
    // The shell knows and fills it in.
    loginItem: 'unsupported',
    notifications: 'unsupported',
    nextRuns: engine.schedule.nextRuns(SHOWN_DUE_TIMES).map((due) => due.getTime()),
    paths: {
      staging: engine.paths.stagingFolder,
      log: engine.paths.logFile,
      settings: engine.paths.settingsFile,
    },
    neededPermissions: PERMISSIONS,
    notice: engine.settings.notices[0] ?? null,
  };
}

function valuesOf(settings: Settings): SettingValues {
  const { server, library, albums, details, schedule, conditions, storage, cloud, tools, upload, log } = settings;
  return {
    'server.url': server.url,
    'library.path': library.path,
    'library.includeHidden': library.includeHidden,
    'library.includeShared': library.includeShared,
    'library.includeUnpickedBursts': library.includeUnpickedBursts,
    'library.includeScreenshots': library.includeScreenshots,
    'library.media': library.media,
    'library.since': library.since,
    'library.onlyInAlbums': library.onlyInAlbums,
    'library.versions': library.versions,
    'library.albumSeparator': library.albumSeparator,
    'albums.which': albums.which,
    'albums.chosen': albums.chosen,
    'albums.emptyDeleted': albums.emptyDeleted,
    'albums.adopt': albums.adopt,
    'albums.separate': albums.separate,
    'details.hiddenAs': details.hiddenAs,
    'details.titles': details.titles,
    'details.favoriteRating': details.favoriteRating,
    'details.tagParent': details.tagParent,
    'details.leader': details.leader,
    'details.hideFound': details.hideFound,
    'schedule.times': schedule.times,
    'schedule.days': schedule.days,
    'schedule.everyHours': schedule.everyHours,
    'schedule.catchUp': schedule.catchUp,
    'conditions.onlyOnPower': conditions.onlyOnPower,
    'conditions.minimumBattery': conditions.minimumBattery,
    'conditions.networks': conditions.networks,
    'conditions.avoidHotspots': conditions.avoidHotspots,
    'conditions.waitAtMost': conditions.waitAtMost,
    'storage.stagingFolder': storage.stagingFolder,
    'storage.diskBudget': storage.diskBudget,
    'cloud.fetchPerNight': cloud.fetchPerNight,
    'tools.osxphotos': tools.osxphotos,
    'tools.immichGo': tools.immichGo,
    'upload.concurrency': upload.concurrency,
    'upload.bytesPerSecond': upload.bytesPerSecond,
    'upload.twins': upload.twins,
    'log.level': log.level,
  };
}

/** @throws {ProblemError} setting-invalid, settings-not-saved, settings-unreadable */
export function changeSetting(engine: Engine, { name, value }: SettingChange): void {
  const dot = name.indexOf('.');
  const section = name.slice(0, dot) as SectionName;
  engine.settings.change((settings) => {
    const changed = { ...settings, [section]: { ...settings[section], [name.slice(dot + 1)]: value } };
    const result = settingsSchema.safeParse(changed);
    if (!result.success)
      throw new ProblemError('setting-invalid', { reason: result.error.issues[0]?.message ?? 'That is not allowed.' });
    return result.data;
  });
}
