/** What `immich-sync status --prometheus` tells. */
import { METRICS } from '../../src/core/engine/prometheus.ts';
import { inCode, inText, table } from './markdown.ts';

export const metricTable = () =>
  table(
    ['Metric', 'Says'],
    METRICS.map(({ name, help }) => [inCode(name), inText(help)]),
  );
