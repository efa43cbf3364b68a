/** The log: of one run, or live. Only the lines in view are in the page, so that ten thousand scroll like ten. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { LogLine } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask, openWindow } from '../actions.ts';
import { bridge } from '../bridge.ts';
import { Button, CopyButton, Select } from '../components/controls.tsx';
import { SearchField } from '../components/search-field.tsx';
import { filterLines, type LevelChoice, splitAtFinds } from './log-filter.ts';
import { isAtEnd, logWindow } from './log-window.ts';

const texts = strings.activity;
/** The most that is kept in the window; the file has all. */
const KEPT_LINES = 20_000;

interface LogPanelProps {
  /** Null for everything. */
  readonly run: number | null;
  /** More lines come, and are followed. */
  readonly isLive?: boolean;
}

export function LogPanel({ run, isLive = run === null }: LogPanelProps) {
  const lines = useSignal<readonly LogLine[]>([]);
  const level = useSignal<LevelChoice>('all');
  const search = useSignal('');
  useEffect(() => {
    void ask('log.read', { run, limit: KEPT_LINES }).then((found) => {
      if (found !== null) lines.value = found;
    });
    if (!isLive) return;
    return bridge.on('log.lines', (more) => {
      lines.value = [...lines.value, ...more].slice(-KEPT_LINES);
    });
  }, [run, isLive, lines]);
  const shown = useMemo(
    () => filterLines(lines.value, level.value, search.value),
    [lines.value, level.value, search.value],
  );
  return (
    <div class="log-panel">
      <div class="log-tools">
        <SearchField
          label={texts.search}
          value={search.value}
          onInput={(typed) => {
            search.value = typed;
          }}
        />
        <Select<LevelChoice>
          id="log-level"
          label={texts.filterLevel}
          value={level.value}
          options={[
            { value: 'all', label: texts.levels.all },
            { value: 'warn', label: texts.levels.warn },
            { value: 'error', label: texts.levels.error },
          ]}
          onChange={(value) => {
            level.value = value;
          }}
        />
        <span class="grow" />
        <span class="faint numbers">{texts.lineCount({ count: shown.length })}</span>
        <CopyButton label={texts.copyLog} text={() => shown.map((line) => line.text).join('\n')} />
        {run === null && (
          <Button onClick={() => openWindow('activity', 'diagnostics')}>{texts.diagnostics.open}</Button>
        )}
      </div>
      <LogView
        lines={shown}
        search={search.value}
        isFollowing={isLive}
        emptyText={lines.value.length === 0 ? texts.noLines : texts.noMatches}
      />
    </div>
  );
}

interface LogViewProps {
  readonly lines: readonly LogLine[];
  readonly search: string;
  readonly isFollowing: boolean;
  readonly emptyText: string;
}

function LogView({ lines, search, isFollowing, emptyText }: LogViewProps) {
  const view = useRef<HTMLElement>(null);
  const position = useSignal({ top: 0, height: 600 });
  const isPinned = useSignal(isFollowing);

  const measure = () => {
    const element = view.current;
    if (element === null) return;
    position.value = { top: element.scrollTop, height: element.clientHeight };
    if (isFollowing) isPinned.value = isAtEnd(element.scrollTop, element.clientHeight, element.scrollHeight);
  };
  const toEnd = () => {
    const element = view.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    isPinned.value = true;
  };
  // Measure and toEnd read the element as it is then.
  useEffect(() => {
    const element = view.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (isPinned.peek()) toEnd();
      measure();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // New lines are what it waits for.
  useLayoutEffect(() => {
    if (isPinned.peek()) toEnd();
  }, [lines]);

  const shown = logWindow(lines.length, position.value.top, position.value.height);
  return (
    <div class="log-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reachable by keyboard. */}
      <section ref={view} class="log-view code" tabIndex={0} aria-label={texts.logLabel} onScroll={measure}>
        {lines.length === 0 ? (
          <div class="log-rows soft empty-log">{emptyText}</div>
        ) : (
          <div class="log-space" style={{ height: `${shown.height}px` }}>
            <div class="log-rows" style={{ top: `${shown.offset}px` }}>
              {lines.slice(shown.first, shown.end).map((line) => (
                <div key={line.number} class={`log-row ${line.level}`}>
                  {splitAtFinds(line.text, search).map((piece, index) =>
                    index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece,
                  )}
                </div>
              ))}
            </div>
          </div>
        )}
      </section>
      {isFollowing && !isPinned.value && (
        <div class="log-latest">
          <Button onClick={toEnd}>{texts.followLatest}</Button>
        </div>
      )}
    </div>
  );
}
