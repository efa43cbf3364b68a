/** Where the project lives: the one place to change when it moves (beside `repository` and `homepage` of package.json, held equal by a test). */

/** The owner and the name on GitHub. */
export const REPOSITORY = { owner: 'immich-sync', name: 'immich-sync' } as const;

/** The project's page on GitHub, without a slash at the end. Releases are below `/releases`. */
export const REPOSITORY_URL = `https://github.com/${REPOSITORY.owner}/${REPOSITORY.name}`;

/** The documentation for people, with a slash at the end. */
export const DOCUMENTATION_URL = `https://${REPOSITORY.owner}.github.io/${REPOSITORY.name}/`;

/** The page about a problem. The site is that of the newest version, which may know codes that this one does not. */
export const problemPage = (code: string) => `${DOCUMENTATION_URL}problems/${encodeURIComponent(code)}`;

/** `appId` in electron-builder.yml: what macOS knows the app by. */
export const BUNDLE_ID = 'app.immich-sync';
