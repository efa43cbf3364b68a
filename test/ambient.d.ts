/** What the tests see of what no import brings: packages without types, and what the windows' pages have globally. */
/// <reference path="../src/core/agent/plist.d.ts" />
import type {} from '../src/renderer/bridge.ts';
