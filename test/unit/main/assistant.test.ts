/** What a person sees around the assistant: at the first start, at log-in, and when its window is gone. */
import { describe, expect, it } from 'vitest';
import { type DockSystem, showInDock } from '../../../src/main/adapters/dock.ts';
import { Assistant } from '../../../src/main/assistant.ts';

function assistantWith({ isSetUp = false, isIconHidden = false, isQuitting = false } = {}) {
  const seen: string[] = [];
  const assistant = new Assistant({
    openWindow: () => seen.push('window'),
    isSetUp: () => isSetUp,
    isIconHidden: () => isIconHidden,
    explainHiddenIcon: () => seen.push('explanation'),
    showPopover: () => seen.push('popover'),
    showInDock: (isShown) => seen.push(isShown ? 'in the Dock' : 'out of the Dock'),
    isQuitting: () => isQuitting,
  });
  return { assistant, seen };
}

describe('the assistant', () => {
  it.each([
    ['opens by itself at the first start', { isSetUp: false }, false, ['window']],
    ['stays shut once everything is set up', { isSetUp: true }, false, []],
    ['does not greet at log-in', { isSetUp: false }, true, []],
  ])('%s', (_name, state, wasOpenedAtLogin, expected) => {
    const { assistant, seen } = assistantWith(state);
    assistant.begin({ wasOpenedAtLogin });
    expect(seen).toEqual(expected);
  });

  it.each([
    ['shows where the app lives when it is closed', {}, ['in the Dock', 'out of the Dock', 'popover']],
    ['says where the icon is hidden', { isIconHidden: true }, ['in the Dock', 'out of the Dock', 'explanation']],
    ['says nothing while the app quits', { isQuitting: true }, ['in the Dock']],
  ])('%s', (_name, state, expected) => {
    const { assistant, seen } = assistantWith(state);
    assistant.onOpened();
    assistant.onClosed();
    expect(seen).toEqual(expected);
  });
});

describe('the Dock', () => {
  const dock = () => {
    const calls: string[] = [];
    const system: DockSystem = {
      setActivationPolicy: (policy) => calls.push(policy),
      focus: ({ steal }) => calls.push(`focus ${steal}`),
    };
    return { calls, system };
  };

  it('has the app, in front, for as long as the assistant is open', () => {
    const { calls, system } = dock();
    showInDock(true, system, 'darwin');
    showInDock(false, system, 'darwin');
    expect(calls).toEqual(['regular', 'focus true', 'accessory']);
  });

  it('is a Mac’s', () => {
    const { calls, system } = dock();
    showInDock(true, system, 'linux');
    expect(calls).toEqual([]);
  });
});
