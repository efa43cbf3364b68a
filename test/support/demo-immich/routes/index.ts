import type { Route } from '../http/route.ts';
import { accountRoutes } from './accounts.ts';
import { albumRoutes } from './albums.ts';
import { assetMetadataRoutes } from './asset-metadata.ts';
import { assetRoutes } from './assets.ts';
import { jobRoutes } from './jobs.ts';
import { searchRoutes } from './search.ts';
import { serverRoutes } from './server.ts';
import { stackRoutes } from './stacks.ts';
import { tagRoutes } from './tags.ts';
import { timelineRoutes } from './timeline.ts';
import { trashRoutes } from './trash.ts';
import { uploadRoutes } from './upload.ts';
import { userRoutes } from './users.ts';

/** Every route; the first that fits answers, so fixed paths stand before those with an id. */
export const ROUTES: readonly Route[] = [
  ...serverRoutes,
  ...userRoutes,
  ...accountRoutes,
  ...uploadRoutes,
  ...assetMetadataRoutes,
  ...assetRoutes,
  ...trashRoutes,
  ...searchRoutes,
  ...albumRoutes,
  ...tagRoutes,
  ...stackRoutes,
  ...jobRoutes,
  ...timelineRoutes,
];
