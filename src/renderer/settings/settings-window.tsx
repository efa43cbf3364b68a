/** The settings window: a page for each subject, each change takes effect at once. */
import { useEffect } from 'preact/hooks';
import { strings } from '../../shared/strings.ts';
import { FailureBar } from '../components/controls.tsx';
import type { SymbolName } from '../components/marks.tsx';
import { Side, SideItem } from '../components/side.tsx';
import { place } from '../state.ts';
import { AdvancedPage } from './advanced-page.tsx';
import { AlbumsPage } from './albums-page.tsx';
import { DetailsPage } from './details-page.tsx';
import { GeneralPage } from './general-page.tsx';
import { LibraryPage } from './library-page.tsx';
import { MonitoringPage } from './monitoring-page.tsx';
import { SchedulePage } from './schedule-page.tsx';
import { ServerPage } from './server-page.tsx';
import { loadSettings, settings } from './settings-state.ts';
import { ToolsPage } from './tools-page.tsx';

const PAGES = [
  'general',
  'server',
  'library',
  'albums',
  'details',
  'schedule',
  'tools',
  'monitoring',
  'advanced',
] as const;
type Page = (typeof PAGES)[number];

const SYMBOLS: Readonly<Record<Page, SymbolName>> = {
  general: 'gear',
  server: 'server',
  library: 'library',
  albums: 'albums',
  details: 'tag',
  schedule: 'clock',
  tools: 'tool',
  monitoring: 'bell',
  advanced: 'sliders',
};

export function SettingsWindow() {
  useEffect(() => {
    void loadSettings();
    // The keychain, the login item or the command line may have changed things meanwhile.
    const reload = () => void loadSettings();
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, []);
  const [name, detail] = (place.value ?? 'server').split(':');
  const page = PAGES.find((candidate) => candidate === name) ?? 'server';
  const view = settings.value;
  return (
    <div class="split">
      <div class="drag" />
      <Side label={strings.settings.title}>
        {PAGES.map((candidate) => (
          <SideItem
            key={candidate}
            isCurrent={candidate === page}
            symbol={SYMBOLS[candidate]}
            title={strings.settings.pages[candidate]}
            onClick={() => {
              place.value = candidate;
            }}
          />
        ))}
      </Side>
      <main class="page" key={page}>
        <h1>{strings.settings.pages[page]}</h1>
        <FailureBar />
        {view?.notice !== null && view !== null && <div class="card">{view.notice}</div>}
        {view !== null && page === 'general' && <GeneralPage view={view} showsNews={detail === 'news'} />}
        {view !== null && page === 'server' && <ServerPage view={view} isReplacingKey={detail === 'key'} />}
        {view !== null && page === 'library' && <LibraryPage view={view} />}
        {view !== null && page === 'albums' && <AlbumsPage view={view} />}
        {view !== null && page === 'details' && <DetailsPage view={view} />}
        {view !== null && page === 'schedule' && <SchedulePage view={view} />}
        {view !== null && page === 'tools' && <ToolsPage view={view} />}
        {view !== null && page === 'monitoring' && <MonitoringPage view={view} />}
        {view !== null && page === 'advanced' && <AdvancedPage view={view} />}
      </main>
    </div>
  );
}
