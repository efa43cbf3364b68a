import { beforeEach, describe, expect, it } from 'vitest';
import type { SetUpRequest } from '../../../src/core/engine/tools.ts';
import { ProblemError } from '../../../src/core/model/problem.ts';
import { ToolSetUp } from '../../../src/main/services/tool-set-up.ts';
import type { ToolSetUpView } from '../../../src/shared/contract.ts';

let now: number;
let views: (ToolSetUpView | null)[];
let requests: SetUpRequest[];
let settle: { resolve: () => void; reject: (error: unknown) => void };
let closing: AbortController;
let setUp: ToolSetUp;

beforeEach(() => {
  [now, views, requests, closing] = [0, [], [], new AbortController()];
  const tools = {
    setUp: (request: SetUpRequest) =>
      new Promise<void>((resolve, reject) => {
        requests.push(request);
        settle = { resolve, reject };
        request.signal.addEventListener('abort', () => reject(request.signal.reason));
      }),
  };
  setUp = new ToolSetUp({ tools, onChange: (view) => views.push(view), now: () => now, closing: closing.signal });
});

const bytes = (done: number) =>
  ({ tool: 'immich-go', activity: 'downloading-immich-go', bytes: { done, total: 9 } }) as const;

describe('setting up tools for the windows', () => {
  it('is one for all windows', async () => {
    const all = [setUp.start(['osxphotos', 'immich-go']), setUp.start(['immich-go'])];
    expect(requests.map(({ tools }) => tools)).toEqual([['osxphotos', 'immich-go']]);
    settle.resolve();
    await Promise.all(all);
    expect(views.at(0)).toMatchObject({ tool: 'osxphotos', activity: null, fraction: 0 });
    expect(views.at(-1)).toBeNull();
    void setUp.start(['immich-go']);
    expect(requests).toHaveLength(2);
  });

  it('tells each thing that is done, but not each piece of a download', () => {
    void setUp.start(['immich-go']);
    const [request] = requests;
    for (const done of [1, 2, 3]) request?.onProgress?.({ ...bytes(done), fraction: done / 10 });
    now += 200;
    request?.onProgress?.({ ...bytes(4), fraction: 0.4 });
    request?.onProgress?.({ tool: 'immich-go', activity: 'checking', bytes: null, fraction: 0.9 });
    expect(views.slice(1).map((view) => view?.fraction)).toEqual([0.1, 0.4, 0.9]);
  });

  it('ends without a word when it is cancelled, or the app ends', async () => {
    const cancelled = setUp.start(['osxphotos']);
    await setUp.cancel();
    await cancelled;
    expect(views.at(-1)).toBeNull();
    const closed = setUp.start(['osxphotos']);
    closing.abort();
    await closed;
  });

  it('says what went wrong', async () => {
    const failed = setUp.start(['osxphotos']);
    settle.reject(new ProblemError('tool-unreachable', { tool: 'osxphotos', host: null }));
    await expect(failed).rejects.toMatchObject({ problem: { code: 'tool-unreachable' } });
    expect(views.at(-1)).toBeNull();
    await setUp.cancel();
  });
});
