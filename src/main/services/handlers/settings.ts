/** The calls of the Settings window, some of which the assistant makes too: settings, key, server, albums, tools, checks. */
import { refreshAgent } from '../../../core/agent/agent.ts';
import { systemLaunchControl } from '../../../core/agent/launch-control.ts';
import { runDoctor } from '../../../core/doctor/doctor.ts';
import { toProblem } from '../../../core/model/problem.ts';
import { reasonInUse } from '../../../shared/told.ts';
import { hookViews } from '../hook-views.ts';
import { findServer, testServer } from '../server-test.ts';
import type { EngineHandlers } from '../services.ts';
import { settingsView, takeSetting } from '../settings-view.ts';
import { ToolSetUp } from '../tool-set-up.ts';
import { toolViews } from '../tool-views.ts';
import { versionsOf } from '../versions.ts';
import { type HandlerContext, syncUnlessRunning } from './context.ts';

export function settingsHandlers(context: HandlerContext) {
  const { engine, vault, state, closing } = context;
  const toolSetUp = new ToolSetUp({
    tools: engine.tools,
    onChange: (view) => state.settingUpTools(view),
    now: () => state.now(),
    closing,
  });
  const settings = async () => settingsView(engine, await vault.view());
  return {
    'settings.get': settings,
    'settings.change': async (change) => {
      await takeSetting(engine, change);
      if (change.name.startsWith('schedule.')) refreshAgentBehind(context);
      return state.refreshed(await settings());
    },
    'key.save': async ({ key }) => {
      await vault.write(key);
      return state.refreshed(await vault.view());
    },
    'key.remove': async () => {
      await vault.remove();
      return state.refreshed(await vault.view());
    },
    'server.find': async ({ url }) => {
      const found = await findServer(engine, url, closing);
      return state.refreshed(found);
    },
    'server.test': ({ url, key }) => testServer(engine, url, key),
    'header.set': async ({ address, name, value }) => {
      await engine.connection.setHeader(address, name, value);
      return settings();
    },
    'header.remove': async ({ address, name }) => {
      await engine.connection.removeHeader(address, name);
      return settings();
    },
    'certificate.remove': async ({ address }) => {
      await engine.connection.removeCertificate(address);
      return settings();
    },
    'authority.remove': async ({ address }) => {
      await engine.connection.removeAuthority(address);
      return settings();
    },
    'connection.reuse': async ({ from, address }) => {
      await engine.connection.reuse(from, address);
      return settings();
    },
    'connection.forget': async ({ address }) => {
      await engine.connection.forget(address);
      return settings();
    },
    'user.accept': async () => {
      await engine.decisions.acceptUser(closing);
      await syncUnlessRunning(context);
      return state.refreshed(null);
    },
    'server.accept': async ({ address }) => {
      // What a problem of the last sync names may have been changed since: the next one tells how things are now.
      if (address === null || engine.server.urls.includes(address)) await engine.server.confirm(address, closing);
      // The key may be still to be entered: then it is tried next.
      if ((await vault.view()).state !== 'none') await syncUnlessRunning(context);
      return state.refreshed(null);
    },
    'networks.current': () => engine.schedule.currentRouters(),
    'albums.adoptable': () => engine.records.adoptableAlbums(closing),
    'albums.list': () => engine.records.albums(),
    'tools.check': () => toolViews(engine),
    'tools.install': async ({ names }) => {
      await toolSetUp.start(names);
      return state.refreshed(await toolViews(engine));
    },
    'tools.cancel': async () => {
      await toolSetUp.cancel();
      return null;
    },
    'tools.use': async ({ name, path }) => {
      await engine.tools.use(name, path);
      return state.refreshed(await toolViews(engine));
    },
    'tools.update': async ({ isNeeded }) => {
      const { outcome } = await engine.toolUpdates.update({ signal: closing, isNeeded });
      // What could not be read before is read now.
      if (isNeeded && outcome === 'updated') await syncUnlessRunning(context);
      return state.refreshed({ outcome });
    },
    'hooks.list': () => hookViews(engine),
    'hooks.set': async ({ hook, address }) => {
      await engine.hooks.set(hook, address);
      return state.refreshed(await hookViews(engine));
    },
    'hooks.remove': async ({ hook }) => {
      await engine.hooks.remove(hook);
      return state.refreshed(await hookViews(engine));
    },
    'hooks.test': async ({ hook }) => {
      // What went wrong is in the state of the service.
      await engine.hooks.test(hook).catch((error: unknown) => {
        if (toProblem(error).code !== 'hook-failing') throw error;
      });
      return state.refreshed(await hookViews(engine));
    },
    'about.get': () => versionsOf(engine, closing),
    'doctor.run': async () =>
      (await runDoctor(engine, closing)).map(({ id, found, isCaution, problem, commands }) => ({
        check: id,
        state: problem !== null ? ('bad' as const) : isCaution ? ('warning' as const) : ('good' as const),
        sentence: found.map(reasonInUse).join(' '),
        problem,
        commands,
      })),
  } satisfies Partial<EngineHandlers>;
}

/** Behind the scenes: a job in the middle of a sync takes its time to end. */
function refreshAgentBehind({ engine }: HandlerContext): void {
  const launchControl = systemLaunchControl(process.platform);
  refreshAgent({ engine, launchControl }).catch((error: unknown) =>
    engine.log.warn(`The agent did not get the new times. ${toProblem(error).sentence}`),
  );
}
